using Microsoft.Playwright;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TemplateFunctions.EndToEnd.Tests.Page;

/// <summary>The page in a real browser: what a template author does with it.</summary>
public sealed class PageTests(SharedHost shared, Browser browser)
{
    private readonly Host _host = shared.Host;
    private readonly string _guild = SharedHost.NewGuild();

    [Fact]
    public async Task Edit_SaveAndRun_ShowsTheResultAndTheLog()
    {
        await _host.PutTemplateAsync(_guild, "mine", "return 'old'");
        var (page, errors) = await OpenAsync();

        await page.FillAsync("#source", "local evt = ...\nprint('looking at ' .. evt.name)\nreturn { answer = 42 }");
        await Expect(page.Locator("#dirty")).ToBeVisibleAsync();
        await page.ClickAsync("#save");
        await Expect(page.Locator("#diagnostics")).ToContainTextAsync("Saved mine");
        await page.ClickAsync("#run");

        await Expect(page.Locator("#outcome-status")).ToHaveTextAsync("ok");
        await Expect(page.Locator("#result")).ToContainTextAsync("\"answer\": 42");
        await Expect(page.Locator("#logs")).ToHaveTextAsync("looking at MESSAGE_CREATE");
        await Expect(page.Locator("#dirty")).ToBeHiddenAsync();
        Assert.Contains("looking at", (await _host.GetAsync($"/api/guilds/{_guild}/templates/mine")).Body, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Run_UnsavedSource_RunsAsTypedAndStoresNothing()
    {
        await _host.PutTemplateAsync(_guild, "draft", "return 'stored'");
        var (page, _) = await OpenAsync();

        await page.FillAsync("#source", "return 'typed'");
        await page.ClickAsync("#run");

        await Expect(page.Locator("#result")).ToHaveTextAsync("\"typed\"");
        await Expect(page.Locator("#outcome")).ToContainTextAsync("not saved");
        Assert.Equal("stored", (string?)(await _host.ExecuteAsync(_guild, "draft")).Json["result"]);
    }

    [Fact]
    public async Task Save_SourceThatDoesNotCompile_ShowsTheDiagnosticAndKeepsTheText()
    {
        await _host.PutTemplateAsync(_guild, "broken", "return 1");
        var (page, _) = await OpenAsync();

        await page.FillAsync("#source", "local x = 1\nreturn return");
        await page.ClickAsync("#save");

        await Expect(page.Locator("#diagnostics")).ToContainTextAsync("init.luau:2");
        await Expect(page.Locator("#source")).ToHaveValueAsync("local x = 1\nreturn return");
        await Expect(page.Locator("#dirty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Run_FailingTemplate_ShowsTheFrameAndListsTheErrorAndTheRunLive()
    {
        await _host.PutTemplateAsync(_guild, "fails", "local evt = ...\nreturn evt.data.nothing.deeper");
        var (page, _) = await OpenAsync();

        await page.ClickAsync("#run");

        await Expect(page.Locator("#outcome-status")).ToHaveTextAsync("error");
        await Expect(page.Locator("#outcome .frame")).ToContainTextAsync("> 2 | return evt.data.nothing.deeper");
        await Expect(page.Locator("#errors")).ToContainTextAsync("fails");
        await Expect(page.Locator("#runs tr", new() { HasText = _guild })).ToContainTextAsync("error");
        await Expect(page.Locator("#vms tr", new() { HasText = _guild })).ToContainTextAsync("healthy");
        await Expect(page.Locator("#threads tr").First).ToContainTextAsync("healthy");
    }

    [Fact]
    public async Task Event_Picked_FillsItsSampleAndReachesTheTemplate()
    {
        await _host.PutTemplateAsync(_guild, "who", "local evt = ... return evt.data.user.id ~= nil");
        var (page, _) = await OpenAsync();

        await page.SelectOptionAsync("#event", "GUILD_MEMBER_ADD");
        await Expect(page.Locator("#data")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"user\""));
        await page.ClickAsync("#run");

        await Expect(page.Locator("#result")).ToHaveTextAsync("true");
    }

    [Fact]
    public async Task RaisedEvent_ShowsUnderItsNameAmongTheRecentRuns()
    {
        await _host.PutTemplateAsync(_guild, "joined", "return 1", ["GUILD_MEMBER_ADD"]);
        var (page, _) = await OpenAsync();

        await _host.PostAsync($"/api/guilds/{_guild}/events?wait=true", """{"name":"GUILD_MEMBER_ADD","data":{}}""");

        await Expect(page.Locator("#runs tr", new() { HasText = _guild })).ToContainTextAsync("GUILD_MEMBER_ADD");
    }

    [Fact]
    public async Task Markup_FromATemplate_IsShownAsTextAndRunsNowhere()
    {
        await _host.PutTemplateAsync(_guild, "hostile", "print('<img src=x onerror=document.title=1>') error('<script>document.title=2</script><b id=injected>')");
        var (page, errors) = await OpenAsync();

        await page.ClickAsync("#run");

        await Expect(page.Locator("#error-message")).ToContainTextAsync("<script>");
        await Expect(page.Locator("#errors")).ToContainTextAsync("<b id=injected>");
        Assert.Equal(0, await page.Locator("#injected, img").CountAsync());
        Assert.Equal("TemplateFunctions", await page.TitleAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Key_WhenAsked_IsTakenOnceAndUsed()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path, "--TemplateFunctions:Key", "sesame");
        var (page, _) = await browser.OpenAsync(host.Address);

        await page.GotoAsync("/");
        await page.FillAsync("#key", "sesame");
        await page.PressAsync("#key", "Enter");

        await Expect(page.Locator("#template-list")).ToContainTextAsync("hello");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_LightAndDark_FitsTheWindowAndKeepsItsContrast(bool dark)
    {
        var (page, errors) = await browser.OpenAsync(_host.Address, dark);
        await page.GotoAsync("/");
        await page.FillAsync("#guild", "1000");
        await page.PressAsync("#guild", "Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "broken-on-purpose" }).ClickAsync();
        await Expect(page.Locator("#template-name")).ToHaveTextAsync("broken-on-purpose");
        await page.ClickAsync("#run");
        await Expect(page.Locator("#outcome .frame")).ToBeVisibleAsync();
        await Expect(page.Locator("#errors")).ToContainTextAsync("broken-on-purpose");

        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, dark ? "dark.png" : "light.png"), FullPage = true });

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways");
        Assert.True(await page.EvaluateAsync<double>(ContrastOfText) >= 4.5);
        Assert.Empty(errors);
    }

    private const string ContrastOfText = """
        () => {
          const light = (text) => {
            const [r, g, b] = text.match(/\d+/g).slice(0, 3).map((n) => { const c = n / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = (node) => { for (let n = node; n; n = n.parentElement) { const c = getComputedStyle(n).backgroundColor; if (!c.startsWith('rgba(0, 0, 0, 0')) return c; } return 'rgb(255, 255, 255)'; };
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          return Math.min(...[...document.querySelectorAll('h1, h2, p, td, th, .pill:not([hidden]), button:not(:disabled), .hint, .message, label')]
            .filter((node) => node.checkVisibility() && node.textContent.trim() !== '')
            .map((node) => ratio(light(getComputedStyle(node).color), light(ground(node)))));
        }
        """;

    private async Task<(IPage Page, List<string> Errors)> OpenAsync()
    {
        var (page, errors) = await browser.OpenAsync(_host.Address);
        await page.GotoAsync("/");
        await page.FillAsync("#guild", _guild);
        await page.PressAsync("#guild", "Enter");
        await Expect(page.Locator("#template-list button")).ToHaveCountAsync(1);
        await Expect(page.Locator("#source")).Not.ToHaveValueAsync("");
        return (page, errors);
    }
}
