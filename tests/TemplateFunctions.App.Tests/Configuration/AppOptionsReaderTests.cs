using Microsoft.Extensions.Configuration;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.App.Tests.Configuration;

public sealed class AppOptionsReaderTests
{
    private static readonly Dictionary<string, string?> Sound = new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["TEMPLATE_EVENTS_QUEUE"] = "template-events" };

    [Fact]
    public void Read_NothingButTheConnection_TakesTheDefaults()
    {
        var options = Read();

        Assert.Equal(("UseDevelopmentStorage=true", "TemplateFunctions", "template-events"), (options.Storage.ConnectionString, options.TablePrefix, options.EventsQueue.Name));
        Assert.Equal(20L << 20, options.Runtime.Limits.MemoryBytes);
    }

    [Fact]
    public void Read_ManagedIdentity_TakesAddressesAndClientId()
    {
        var storage = Read(
            ("AzureWebJobsStorage", null), ("AzureWebJobsStorage:tableServiceUri", "https://a.table.core.windows.net"), ("AzureWebJobsStorage:queueServiceUri", "https://a.queue.core.windows.net"),
            ("AzureWebJobsStorage:credential", "managedidentity"), ("AzureWebJobsStorage:clientId", "id")).Storage;

        Assert.Equal(("https://a.table.core.windows.net/", "https://a.queue.core.windows.net/", "id"), (storage.Tables!.ToString(), storage.Queues!.ToString(), storage.ClientId));
        Assert.Null(storage.ConnectionString);
    }

    [Fact]
    public void Read_AccountName_GivesTheAddresses() => Assert.Equal(
        "https://acc.table.core.windows.net/", Read(("AzureWebJobsStorage", null), ("AzureWebJobsStorage:accountName", "acc")).Storage.Tables!.ToString());

    [Theory]
    [InlineData("AzureWebJobsStorage", null, "AzureWebJobsStorage__tableServiceUri")]
    [InlineData("FUNCTIONS_WORKER_PROCESS_COUNT", "2", "must be 1")]
    [InlineData("TEMPLATE_EVENTS_QUEUE", null, "TEMPLATE_EVENTS_QUEUE")]
    [InlineData("TEMPLATE_EVENTS_QUEUE", "Not_A_Queue", "TEMPLATE_EVENTS_QUEUE")]
    [InlineData("TemplateFunctions:Storage:TablePrefix", "1table", "TemplateFunctions:Storage:TablePrefix")]
    [InlineData("TemplateFunctions:Storage:Connection", "", "TemplateFunctions:Storage:Connection")]
    [InlineData("TemplateFunctions:Limits:RunCpu", "soon", "TemplateFunctions:Limits:RunCpu")]
    [InlineData("TemplateFunctions:Limits:RunsCpu", "00:00:01", "did you mean TemplateFunctions:Limits:RunCpu")]
    [InlineData("TemplateFunctions:DataDirectory", "/data", "is not a setting")]
    public void Read_WrongSetting_StopsTheStartWithItsName(string key, string? value, string said) =>
        Assert.Contains(said, Assert.Throws<StartupException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void StorageConnection_Shown_HoldsNoKey() =>
        Assert.DoesNotContain("c2VjcmV0", Read(("AzureWebJobsStorage", "AccountName=a;AccountKey=c2VjcmV0")).Storage.ToString(), StringComparison.Ordinal);

    [Fact]
    public void ConfigurationPage_EverySetting_IsListed()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "configuration.md"));

        Assert.All(AppOptionsReader.Settings(), setting => Assert.Contains($"| `{setting.Key}` |", page, StringComparison.Ordinal));
    }

    private static AppOptions Read(params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Sound);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return AppOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
