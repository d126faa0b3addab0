using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TemplateFunctions.EndToEnd.Tests.Fixtures.Browser))]

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>The machine's own Chromium, headless. Without one the tests of the page fail and say so.</summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>Milliseconds that something of the page may take to come true, on a machine that is busy.</summary>
    private const int Patience = 60_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private readonly Lazy<Task<IBrowser>> _browser;
    private IPlaywright? _playwright;

    public Browser() => _browser = new(LaunchAsync);

    /// <summary>A page of its own, without cookies or storage of others; whatever it logs as an error is collected.</summary>
    internal async Task<(IPage Page, List<string> Errors)> OpenAsync(Uri address, bool dark = false)
    {
        var context = await (await _browser.Value).NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = 1440, Height = 1200 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add($"{message.Text} {message.Location}");
            }
        };
        return (page, errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _browser.Value).DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Find(),
            Timeout = 2 * Patience,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"The tests of the page need a browser; none of {string.Join(", ", Names)} is on the PATH.");
    }
}
