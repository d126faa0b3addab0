using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.App.EndToEnd.Tests.Fixtures;

/// <summary>What the environment gives these tests; without it they say why they did not run.</summary>
internal static class Given
{
    /// <summary>A storage account or Azurite with blobs, queues and tables: a connection string.</summary>
    public const string StorageVariable = "TEMPLATEFUNCTIONS_TEST_STORAGE";

    /// <summary>
    /// What starts a Functions host in the foreground: a shell command in which <c>{app}</c>, <c>{port}</c> and <c>{work}</c> stand for
    /// the app's output, the port to listen on and a folder of its own, such as <c>cd {app} &amp;&amp; exec func start --no-build --port {port}</c>.
    /// </summary>
    public const string HostVariable = "TEMPLATEFUNCTIONS_TEST_FUNCTIONS_HOST";

    /// <summary>The file that the benchmark writes its table into.</summary>
    public const string BenchmarkVariable = "TEMPLATEFUNCTIONS_TEST_BENCHMARK";

    /// <summary>Another output of the app than this repository's: for the benchmark, one built with <c>-p:WithBenchmarkFunctions=true</c>.</summary>
    public const string AppVariable = "TEMPLATEFUNCTIONS_TEST_APP";

    /// <summary>How many dead letters of a guild the store under test keeps, instead of 200: 10,000 in the product.</summary>
    public const string DeadLettersVariable = "TEMPLATEFUNCTIONS_TEST_DEAD_LETTERS";

    public static string Benchmark => Variable(BenchmarkVariable, "the file that gets the benchmark's table");

    public static string Storage => Variable(StorageVariable, "the connection string of a storage account or of Azurite");

    public static string Host => Variable(HostVariable, "the command that starts a Functions host");

    /// <summary>The app's output of this test's own configuration.</summary>
    public static string App
    {
        get
        {
            if (Environment.GetEnvironmentVariable(AppVariable) is { Length: > 0 } other)
            {
                return other;
            }

            var mine = new DirectoryInfo(AppContext.BaseDirectory);
            return Repository.PathOf("src", "TemplateFunctions.App", "bin", mine.Parent!.Name, mine.Name);
        }
    }

    private static string Variable(string name, string what)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Assert.SkipWhen(string.IsNullOrEmpty(value), $"Not run: {name} is not set; it is {what}.");
        return value!;
    }
}
