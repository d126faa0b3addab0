using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using TemplateFunctions.App.EndToEnd.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(TemplateFunctions.EndToEnd.Tests.Fixtures.SharedHost))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>A Functions host with the built app, as a process of its own.</summary>
internal sealed class Host : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static int _port = Random.Shared.Next(20_000, 30_000);
    private readonly Child _process;
    private readonly TemporaryFolder _work;

    private Host(Child process, TemporaryFolder work, int port)
    {
        _process = process;
        _work = work;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(120) };
    }

    public HttpClient Client { get; }

    public string Output => _process.Output;

    /// <summary>Starts a host on a task hub and waits until the app says that it is healthy.</summary>
    public static async Task<Host> StartAsync(Hub hub, params (string Name, string Value)[] settings)
    {
        var work = new TemporaryFolder();
        var port = Interlocked.Increment(ref _port);
        var command = Given.Host.Replace("{app}", Given.App, StringComparison.Ordinal).Replace("{port}", $"{port}", StringComparison.Ordinal).Replace("{work}", work.Path, StringComparison.Ordinal);
        var variables = hub.Settings.Concat(settings).Select(setting => $"{setting.Name}={setting.Value}");
        var host = new Host(Child.Start("env", [.. variables, "bash", "-c", $"exec {command}"], work.Path), work, port);
        try
        {
            await Until.TrueAsync(host.IsHealthyAsync, StartLimit);
            host.TakeKey();
            return host;
        }
        catch (Exception failure)
        {
            var output = host.Output;
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host did not start:\n{output[^Math.Min(output.Length, 4_000)..]}", failure);
        }
    }

    /// <summary>Ends the host and its worker at once, as a power cut would.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Ends the worker process alone; the host starts another.</summary>
    public int KillWorker()
    {
        var workers = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(id => ParentOf(id) == _process.Id && CommandOf(id).Contains("TemplateFunctions.App", StringComparison.Ordinal)).ToList();
        using var worker = System.Diagnostics.Process.GetProcessById(Assert.Single(workers));
        worker.Kill();
        return worker.Id;
    }

    public async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var answer = await Client.GetAsync("/api/health", limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception early) when (early is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
        _work.Dispose();
    }

    /// <summary>A host that asks for keys writes them into its folder; Core Tools asks for none.</summary>
    private void TakeKey()
    {
        var secrets = Path.Combine(_work.Path, "secrets", "host.json");
        if (File.Exists(secrets))
        {
            Client.DefaultRequestHeaders.Add("x-functions-key", (string)JsonNode.Parse(File.ReadAllText(secrets))!["functionKeys"]![0]!["value"]!);
        }
    }

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}

/// <summary>A task hub, queue and tables of their own, so that tests meet only what they made.</summary>
internal sealed class Hub
{
    private readonly string _name = $"t{Guid.NewGuid():N}"[..16];

    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        // Hosts of one id share the leases of timers; those of other tests must not.
        ("AzureFunctionsWebHost__hostid", _name), ("AzureWebJobsStorage", Given.Storage), ("TASKHUB_NAME", _name), ("TEMPLATE_EVENTS_QUEUE", QueueName), ("TemplateFunctions__Storage__TablePrefix", _name),
    ];

    public string QueueName => $"events-{_name}";

    public string ReplyQueueName => $"template-replies-{_name}";

    public QueueClient Events => new(Given.Storage, QueueName);

    public QueueClient Replies => new(Given.Storage, ReplyQueueName);

    public async Task SendAsync(string message) => await Events.SendMessageAsync(message);

    /// <summary>The replies that have come since the last call.</summary>
    public async Task<List<JsonNode>> TakeRepliesAsync()
    {
        var replies = new List<JsonNode>();
        if (!await Replies.ExistsAsync())
        {
            return replies;
        }

        while ((await Replies.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                replies.Add(JsonNode.Parse(message.Body.ToString())!);
                await Replies.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return replies;
    }
}

/// <summary>One host for all tests that do not stop it; each test uses a guild of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private static int _guilds = 5000;
    private Host? _host;

    internal Hub Hub { get; } = new();

    internal Host Host
    {
        get
        {
            _ = Given.Storage;
            _ = Given.Host;
            return _host ??= Host.StartAsync(Hub, ("TemplateFunctions__Limits__RunCpu", "00:00:00.500")).GetAwaiter().GetResult();
        }
    }

    /// <summary>A guild that no other test uses.</summary>
    public static string NewGuild() => Interlocked.Increment(ref _guilds).ToString();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
