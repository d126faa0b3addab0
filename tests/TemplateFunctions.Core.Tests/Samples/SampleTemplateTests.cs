using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Core.Tests.Plugins;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Samples;

/// <summary>Stores every sample template and compares what it does with samples/expected.</summary>
public sealed class SampleTemplateTests : IAsyncDisposable
{
    private static readonly GuildId Guild = new(1000);

    private readonly FakeClock _clock = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("samples").FullName;
    private readonly EmbeddedStore _store;
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly ModuleHarness _vm;

    public SampleTemplateTests()
    {
        _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = _directory, FlushToDisk = false }, _clock);
        var discord = new RecordingDiscordTransport(call =>
        {
            _calls.Writer.TryWrite($"{call.Verb} {call.Path}");
            return new DiscordAnswer(200, """{"id":"9"}"""u8.ToArray());
        });
        _vm = new ModuleHarness(_clock, StandardModules.Create(new PluginServices(_store.Kv, new RateLimiter(_clock), _clock, discord)));
    }

    public static TheoryData<string> Templates =>
        [.. Directory.EnumerateDirectories(Repository.PathOf("samples", "templates")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Template_EachExpectedCase_DoesWhatIsWritten(string name)
    {
        var template = Load(name);
        foreach (var expected in JsonNode.Parse(File.ReadAllText(Repository.PathOf("samples", "expected", $"{name}.json")))!.AsArray())
        {
            foreach (var entry in expected!["kv"]?.AsArray() ?? [])
            {
                var scopes = entry!["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ToArray();
                await _store.Kv.SetAsync(Guild, 0, new KvEntry(entry["key"]!.GetValue<string>(), scopes, Encoding.UTF8.GetBytes(entry["value"]!.ToJsonString())));
            }

            var result = await _vm.Run(template, Event(expected));

            Assert.Equal(expected["error"]?.GetValue<string>(), result.Error?.Code);
            if (result.Error is null)
            {
                AssertSame(expected["result"], JsonNode.Parse(result.ResultJson.Span));
            }

            _clock.Advance(TimeSpan.FromSeconds(expected["advance"]?.GetValue<double>() ?? 0));
            await AssertCalls(expected["discord"]?.AsArray() ?? []);
        }
    }

    [Fact]
    public void Expectations_Files_BelongToTemplates()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("samples", "expected"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Equal(Templates.Select(row => row.Data).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    private static TemplateRecord Load(string name)
    {
        var folder = Repository.PathOf("samples", "templates", name);
        var body = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "template.json")))!.AsObject();
        body["files"] = new JsonObject(Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != "template.json")
            .Select(path => KeyValuePair.Create(Path.GetFileName(path), (JsonNode?)File.ReadAllText(path))));
        Assert.True(TemplateBody.TryParse(Guild, name, Encoding.UTF8.GetBytes(body.ToJsonString()), default, out var record, out var problem), problem?.Detail);
        return record;
    }

    private static EventRequest Event(JsonNode expected)
    {
        var body = expected["sample"]?.GetValue<string>() is { } sample
            ? new JsonObject { ["name"] = sample, ["data"] = JsonNode.Parse(EventRegistry.Find(sample)!.Sample()) }
            : expected["event"]!;
        Assert.True(EventRequest.TryParse(Encoding.UTF8.GetBytes(body.ToJsonString()), "e1", out var given, out var problem), problem?.Detail);
        return given;
    }

    /// <summary>Exactly these calls: those still to come are awaited, because a task may make them after the run.</summary>
    private async Task AssertCalls(JsonArray expected)
    {
        foreach (var call in expected)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            Assert.Equal(call!.GetValue<string>(), await _calls.Reader.ReadAsync(patience.Token));
        }

        Assert.False(_calls.Reader.TryRead(out var extra), extra);
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected?.ToJsonString() ?? "null"}, got {actual?.ToJsonString() ?? "null"}");

    public async ValueTask DisposeAsync()
    {
        await _vm.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
