using Microsoft.Playwright;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>What a template can say is text to the page, wherever it is shown; and a page of another site gets nothing.</summary>
public sealed class HostilePageTests(SharedHost shared, Browser browser)
{
    private const string Markup = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script><b id=injected>";
    private readonly Host _host = shared.Host;
    private readonly string _guild = SharedHost.NewGuild();

    [Fact]
    public async Task Markup_InLogErrorResultAndSource_IsShownAsText()
    {
        var quoted = $"[==[{Markup}]==]";
        await _host.PutTemplateAsync(_guild, "hostile", $"print({quoted})\nerror({quoted})");
        var (page, _) = await browser.OpenAsync(_host.Address);
        await page.GotoAsync("/");
        await page.FillAsync("#guild", _guild);
        await page.PressAsync("#guild", "Enter");
        await Expect(page.Locator("#template-list button")).ToHaveCountAsync(1);
        await Expect(page.Locator("#source")).Not.ToHaveValueAsync("");

        await page.ClickAsync("#run");

        await Expect(page.Locator("#outcome-status")).ToHaveTextAsync("error");
        await Expect(page.Locator("#logs")).ToContainTextAsync(Markup);
        await Expect(page.Locator("#outcome")).ToContainTextAsync(Markup);
        await Expect(page.Locator("#errors")).ToContainTextAsync("onerror=window.pwned");
        await Expect(page.Locator("#injected")).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("() => window.pwned === undefined"));
        await page.FillAsync("#source", $"return {{ [ {quoted} ] = {quoted} }}");
        await page.ClickAsync("#run");
        await Expect(page.Locator("#result")).ToContainTextAsync("onerror=window.pwned");
        await Expect(page.Locator("#injected")).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("() => window.pwned === undefined"));
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"onmouseover=alert(1)")]
    [InlineData("../x")]
    public async Task TemplateName_WithMarkup_IsRefused(string name) =>
        Assert.InRange((int)(await _host.SendAsync(HttpMethod.Put, $"/api/guilds/{_guild}/templates/{Uri.EscapeDataString(name)}", "{\"content\":\"return 1\"}")).Status, 400, 404);

    [Fact]
    public async Task AnotherSite_PostsAndFetches_ChangesAndReadsNothing()
    {
        await _host.PutTemplateAsync(_guild, "target", "local _, ctx = ... ctx.store.hit = (ctx.store.hit or 0) + 1 return ctx.store.hit");
        var (page, _) = await browser.OpenAsync(_host.Address);
        await page.RouteAsync("http://evil.example/**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<p>evil</p>" }));
        await page.GotoAsync("http://evil.example/");
        var body = """{"template":"target","event":{"name":"X"},"context":{"guild_id":"GUILD"}}""".Replace("GUILD", _guild, StringComparison.Ordinal);

        var read = await page.EvaluateAsync<string[]>(
            """
            async ([host, body]) => {
              const seen = [];
              for (const [path, options] of [['api/vms', {}], ['api/execute', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }],
                ['api/execute', { method: 'POST', body, mode: 'no-cors' }], ['api/execute', { method: 'POST', body: new Blob([body], { type: 'application/json' }), mode: 'no-cors' }]]) {
                try { seen.push(await (await fetch(host + path, options)).text()); } catch { seen.push(''); }
              }
              navigator.sendBeacon(host + 'api/execute', body);
              return seen;
            }
            """,
            new object[] { _host.Address.ToString(), body });

        Assert.All(read, text => Assert.Equal("", text));
        Assert.Equal(1, (int)(await _host.ExecuteAsync(_guild, "target")).Json["result"]!);
    }
}
