using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Core.Tests.Storage.Embedded;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>A whole process in miniature: real VMs (unless a test brings its own strategy) and the embedded store on a simulated disk, which can be killed and started again.</summary>
internal sealed class GuildWorld : IAsyncDisposable
{
    private readonly ExecutionOptions _options;
    private readonly RuntimeLimits _limits;
    private readonly Func<IVmDistributionStrategy>? _strategy;
    private readonly TimeProvider _time;
    private TaskCompletionSource _expiry = new();

    private GuildWorld(ExecutionOptions options, RuntimeLimits limits, Func<IVmDistributionStrategy>? strategy, TimeProvider time) =>
        (_options, _limits, _strategy, _time) = (options, limits, strategy, time);

    public static readonly GuildId Guild = new(42);

    public static ExecutionOptions Patient { get; } = new() { Lifecycle = new() { Grace = TimeSpan.FromSeconds(30) } };

    public SimulatedDisk Disk { get; private set; } = new();

    public EmbeddedStore Store { get; private set; } = null!;

    public GuildHost Host { get; private set; } = null!;

    public ObservedKvStore ObservedKv { get; private set; } = null!;

    /// <summary>Completes when this process has removed its first expired record.</summary>
    public Task ExpirySettled => _expiry.Task;

    public IVmDistributionStrategy Vms { get; private set; } = null!;

    /// <summary>Where suspects run, from the next start on.</summary>
    public IVmDistributionStrategy? LoneVms { get; set; }

    /// <summary>Who is said to have run when the process died, at the next start.</summary>
    public GuildId[] Suspects { get; set; } = [];

    public RuntimeEvents Events { get; private set; } = null!;

    public static async Task<GuildWorld> StartAsync(
        ExecutionOptions? options = null, RuntimeLimits? limits = null, Func<IVmDistributionStrategy>? strategy = null, TimeProvider? time = null)
    {
        var world = new GuildWorld(options ?? Patient, limits ?? new RuntimeLimits(), strategy, time ?? TimeProvider.System);
        await world.OpenAsync();
        return world;
    }

    /// <summary>Kills the process and starts another on the same disk.</summary>
    public async Task KillAndRestartAsync()
    {
        Disk.Fails = _ => true;
        var left = Disk.After(Crash.Kill);
        await CloseAsync();
        Disk = left;
        await OpenAsync();
    }

    public async Task PutAsync(string name, string source, string[]? events = null, string[]? caps = null, bool paused = false)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { content = source, events = events ?? [], allowed_caps = caps ?? ["*"], paused });
        var put = await Host.Templates.PutAsync(Guild, name, body);
        Assert.True(put.IsOk, put.Problem?.Detail + string.Concat(put.Problem?.Errors.Select(e => e.Message) ?? []));
    }

    public async Task<Answer<ExecuteResult>> TryExecuteAsync(string template, object? data = null, int? waitMs = null, string? key = null, string? content = null, string eventId = "e1") =>
        await Host.Guilds.ExecuteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
            {
                ["template"] = template,
                ["event"] = new { name = "TEST", id = eventId, data },
                ["context"] = new { guild_id = Guild.ToString() },
                ["wait_ms"] = waitMs,
                ["idempotency_key"] = key,
                ["content"] = content,
            }.Where(f => f.Value is not null).ToDictionary()));

    public async Task<JsonElement> ExecuteAsync(string template, object? data = null, int? waitMs = null, string? key = null, string? content = null, string eventId = "e1")
    {
        var answer = await TryExecuteAsync(template, data, waitMs, key, content, eventId);
        Assert.True(answer.IsOk, answer.Problem?.Detail);
        return Json(answer.Value);
    }

    public async Task<Answer<EventResult>> RaiseAsync(string name, string id, bool wait, object? data = null) =>
        await Host.Guilds.RaiseAsync(Guild, JsonSerializer.SerializeToUtf8Bytes(new { name, id, data }), wait);

    public Task ConsumeAsync(string json, int dequeueCount = 1, CancellationToken cancellation = default) => Host.Intake.ConsumeAsync(
        new QueueMessage("m1", "r1", Encoding.UTF8.GetBytes(json), dequeueCount, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), "template-events", cancellation);

    public static string Message(string name, string id, string extra = "") =>
        $$"""{"id":"{{id}}","guild_id":"{{Guild}}","event":{"name":"{{name}}"}{{extra}}}""";

    /// <summary>The stored outcome of a run, once it is there.</summary>
    public async Task<JsonElement> OutcomeAsync(string eventId, string template)
    {
        var key = new RunKey(Guild, eventId, template);
        if (Host.Registry.Find(Guild)?.Runs.Find(key) is { } run)
        {
            try
            {
                return Json((await run.Settled.WaitAsync(TimeSpan.FromSeconds(60))).Span);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"{run.Key} does not settle: {run.Phase}, attempt {run.Attempt}, row {run.JournaledAttempt}, writes {run.Writes.Status}, outcome {run.Outcome}, VMs {string.Join(',', Vms.Vms())}, threads {string.Join(',', Vms.Threads())}, log {string.Join('\n', TestLog.Instance.Lines)}");
            }
        }

        var stored = await Store.Results.GetAsync(key);
        Assert.Equal(ExecutionStatus.Done, stored?.Status);
        return Json(stored!.Outcome.Span);
    }

    public static JsonElement Json(ExecuteResult result)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        result.WriteTo(buffer);
        return Json(buffer.WrittenSpan);
    }

    public static JsonElement Json(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<JsonElement>(utf8);

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task OpenAsync()
    {
        Store = EmbeddedStore.Open(Disk, SimulatedStore.Options, _time);
        _expiry = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var kv = ObservedKv = new ObservedKvStore(Store.Kv);
        kv.ExpirySettled += _ => _expiry.TrySetResult();
        var events = Events = new RuntimeEvents();
        var modules = StandardModules.Create(new PluginServices(kv, new RateLimiter(_time), _time));
        Vms = _strategy?.Invoke() ?? VmDistribution.Create(
            new RuntimeOptions { Threads = 1, Limits = _limits, Modules = modules }, _time, events, TestLog.Instance);
        Host = new GuildHost(
            new GuildPorts
            {
                Vms = Vms,
                LoneVms = LoneVms,
                Suspects = Suspects,
                Templates = Store.Templates,
                Kv = kv,
                Results = Store.Results,
                Journal = Store.Inflight,
                DeadLetters = Store.DeadLetters,
                Errors = Store.Errors,
                Queues = Store.Queues,
                Time = _time,
                Logger = TestLog.Instance,
            },
            _options,
            events);
        await Host.StartAsync();
    }

    private async Task CloseAsync()
    {
        await Host.DisposeAsync();
        await Vms.DisposeAsync();
        Store.Dispose();
    }
}

/// <summary>Shows what the host logs at error and above, so that a failing test tells why.</summary>
internal sealed class TestLog : ILogger
{
    public static TestLog Instance { get; } = new();

    public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
        }
    }
}
