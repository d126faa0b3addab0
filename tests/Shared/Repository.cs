namespace TemplateFunctions.Tests.Shared;

/// <summary>Files of the checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TemplateFunctions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No TemplateFunctions.sln above {AppContext.BaseDirectory}.");
    }
}
