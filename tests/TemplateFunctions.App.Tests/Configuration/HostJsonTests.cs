using System.Text.Json.Nodes;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.App.Tests.Configuration;

public sealed class HostJsonTests
{
    private static readonly string Shipped = File.ReadAllText(Repository.PathOf("host.json"));

    [Fact]
    public void Check_ShippedFile_FindsNothing()
    {
        var findings = HostJson.Check(Repository.PathOf("host.json"));

        Assert.Empty(findings.Faults);
        Assert.Empty(findings.Ignored);
    }

    [Theory]
    [InlineData("version", "\"1.0\"")]
    [InlineData("functionTimeout", "\"never\"")]
    [InlineData("functionTimeout", "\"00:00:01\"")]
    [InlineData("extensions:http:routePrefix", "\"v1\"")]
    [InlineData("extensions:queues:batchSize", "33")]
    [InlineData("extensions:queues:batchSize", "\"32\"")]
    [InlineData("extensions:queues:maxDequeueCount", "0")]
    [InlineData("extensions:queues:messageEncoding", "\"base64\"")]
    [InlineData("extensions:queues:maxPollingInterval", "\"00:00:00.010\"")]
    [InlineData("extensions:durableTask:hubName", "\"a-b\"")]
    [InlineData("extensions:durableTask:maxEntityOperationBatchSize", "0")]
    [InlineData("extensions:durableTask:storageProvider:partitionCount", "17")]
    [InlineData("extensions:durableTask:storageProvider:maxQueuePollingInterval", "\"1 minute\"")]
    public void Check_OutOfRange_IsAFaultThatNamesTheKey(string path, string value)
    {
        var fault = Assert.Single(HostJson.CheckText(With(path, value)).Faults);

        Assert.Contains(path, fault, StringComparison.Ordinal);
        Assert.Contains("must be", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extensions:queues:batchsizes", "3")]
    [InlineData("queues", "{}")]
    [InlineData("extensions:durabletasks", "{}")]
    [InlineData("functionTimeouts", "\"00:05:00\"")]
    public void Check_UnknownKey_IsNamedAsIgnored(string path, string value) => Assert.Equal([path], HostJson.CheckText(With(path, value)).Ignored);

    [Theory]
    [InlineData("extensions:queues:messageEncoding")]
    [InlineData("version")]
    public void Check_RequiredKeyMissing_IsAFault(string path)
    {
        var json = JsonNode.Parse(Shipped)!;
        Parent(json, path).Remove(path.Split(':')[^1]);

        Assert.Contains(path, Assert.Single(HostJson.CheckText(json.ToJsonString()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoFileOrNoJson_IsAFault()
    {
        Assert.Contains("missing", Assert.Single(HostJson.Check(Path.Combine(Path.GetTempPath(), "no-such-folder", "host.json")).Faults), StringComparison.Ordinal);
        Assert.Contains("not JSON", Assert.Single(HostJson.CheckText("{").Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DurableTaskSchedulerInAnAppBuiltWithoutIt_SaysHowToBuildIt()
    {
        var json = JsonNode.Parse(Shipped)!;
        json["extensions"]!["durableTask"]!["storageProvider"] = JsonNode.Parse("""{"type":"azureManaged","connectionStringName":"DURABLE_TASK_SCHEDULER_CONNECTION_STRING"}""");

        var fault = Assert.Single(HostJson.CheckText(json.ToJsonString()).Faults);
        Assert.Contains("storageProvider:type is azureManaged", fault, StringComparison.Ordinal);
        Assert.Contains("WithDurableTaskScheduler=true", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AzureStorageNamed_IsAllowed()
    {
        var json = JsonNode.Parse(Shipped)!;
        json["extensions"]!["durableTask"]!["storageProvider"]!["type"] = "AzureStorage";

        Assert.Empty(HostJson.CheckText(json.ToJsonString()).Faults);
    }

    [Fact]
    public void ConfigurationPage_ExplainsEveryValueOfTheShippedFileAndOfTheSampleSettings()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "configuration.md"));
        var settings = JsonNode.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")))!["Values"]!.AsObject().Select(pair => pair.Key);

        Assert.All(Leaves(JsonNode.Parse(Shipped)!.AsObject(), "").Where(path => !path.StartsWith("logging", StringComparison.Ordinal)).Concat(settings), key =>
            Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Leaves(JsonObject json, string path) => json.SelectMany(pair =>
        pair.Value is JsonObject inner ? Leaves(inner, $"{path}{pair.Key}:") : [path + pair.Key]);

    private static string With(string path, string value)
    {
        var json = JsonNode.Parse(Shipped)!;
        Parent(json, path)[path.Split(':')[^1]] = JsonNode.Parse(value);
        return json.ToJsonString();
    }

    private static JsonObject Parent(JsonNode json, string path) =>
        path.Split(':')[..^1].Aggregate(json, (node, key) => node[key]!).AsObject();
}
