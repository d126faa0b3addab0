using System.Net;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>A host of its own: with a key, told to log all it can, and flooded.</summary>
public sealed class KeyedHostTests
{
    private const string Key = "the-operators-secret-key";

    private static readonly (string Method, string Path)[] Routes =
    [
        ("POST", "/api/execute"), ("GET", "/api/vms"), ("GET", "/api/threads"), ("GET", "/api/guilds/1/templates"), ("PUT", "/api/guilds/1/templates/t"),
        ("GET", "/api/guilds/1/templates/none"), ("POST", "/api/guilds/1/events"), ("GET", "/api/executions/none"), ("GET", "/api/dead-letters"), ("GET", "/openapi.json"),
        ("GET", "/api/no/such/route"), ("DELETE", "/api/vms"),
    ];

    [Fact]
    public async Task Key_MissingOrWrong_IsRefusedAlikeEverywhereAndNeverLogged()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path, "--TemplateFunctions:Key", Key, "--Logging:LogLevel:Default", "Trace");

        foreach (var (method, path) in Routes)
        {
            foreach (var sent in new[] { null, "wrong-" + Key, Key + " ", Key[..^1] })
            {
                var body = method is "POST" or "PUT" ? "{}" : null;
                var answer = sent is null ? await host.SendAsync(new HttpMethod(method), path, body) : await host.SendAsync(new HttpMethod(method), path, body, ("x-functions-key", sent));
                Assert.True(answer.Status == HttpStatusCode.Unauthorized || (sent == Key + " " && answer.Status != HttpStatusCode.Unauthorized), $"{method} {path}: {answer.Body}");
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/vms", ("x-functions-key", Key))).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/health")).Status);
        await host.StopAsync();
        Assert.DoesNotContain(Key, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_ByTheThousand_AreBoundedAndTheHostAnswersAfterwards()
    {
        const int Connections = 10_000;
        Assert.SkipUnless(Descriptors() >= Connections + 1_000, $"This process may open {Descriptors()} files; {Connections} connections need {Connections + 1_000}.");
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path);
        var sockets = new List<RawSocket>();
        for (var i = 0; i < Connections; i++)
        {
            sockets.Add(await RawSocket.ConnectAsync(host.Address));
        }

        var turnedAway = 0;
        foreach (var socket in sockets.TakeLast(500))
        {
            // The host closes what is too much at once, so that this ends; the others would wait for a request.
            turnedAway += (await socket.ReadToEndAsync()).Length == 0 ? 1 : 0;
        }

        sockets.ForEach(socket => socket.Dispose());
        Assert.Equal(500, turnedAway);
        await Until.TrueAsync(() => AnswersAsync(host), TimeSpan.FromSeconds(60));
    }

    /// <summary>Files that this process may open; the runtime has raised its limit as far as it may.</summary>
    private static long Descriptors()
    {
        const string Row = "Max open files";
        var row = File.Exists("/proc/self/limits") ? File.ReadLines("/proc/self/limits").First(line => line.StartsWith(Row, StringComparison.Ordinal)) : $"{Row} unlimited";
        return long.TryParse(row[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }

    private static async Task<bool> AnswersAsync(Host host)
    {
        try
        {
            return (await host.GetAsync("/api/vms")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
