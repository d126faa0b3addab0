using System.Net;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>A host that takes few requests a second.</summary>
public sealed class RequestRateTests
{
    [Fact]
    public async Task Client_ThatSendsTooFast_Gets429WithRetryAfterAndHealthAnswersAllTheSame()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path, "--TemplateFunctions:Http:RequestsPerSecond", "1", "--TemplateFunctions:Key", "k");

        var statuses = new List<HttpStatusCode>();
        (HttpStatusCode Status, string? Body, string? RetryAfter) refused = default;
        for (var i = 0; i < 300; i++)
        {
            // Without the key: trying keys is counted as well.
            using var answer = await host.Client.GetAsync(new Uri("/api/vms", UriKind.Relative));
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                refused = (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.ToString());
            }
        }

        Assert.All(statuses.Take(5), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Contains("TF3020", refused.Body, StringComparison.Ordinal);
        Assert.True(int.Parse(refused.RetryAfter!, System.Globalization.CultureInfo.InvariantCulture) >= 1);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/health")).Status);
        }
    }

    [Fact]
    public async Task Guild_WhoseRoutesAreFlooded_IsRefusedAndAnotherIsNot()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path, "--TemplateFunctions:Http:GuildRequestsPerSecond", "1");

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 300; i++)
        {
            statuses.Add((await host.GetAsync("/api/guilds/1/templates")).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/guilds/2/templates")).Status);
    }
}
