using System.Text;
using System.Text.Json.Nodes;
using TemplateFunctions.App.Tests.Fixtures;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Tests.Functions;

/// <summary>The entity never throws: the engine would drop the message.</summary>
public sealed class GuildVmEntityTests : IAsyncLifetime
{
    private AppUnderTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await AppUnderTest.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("dispatch", null)]
    [InlineData("dispatch", "")]
    [InlineData("dispatch", "{")]
    [InlineData("dispatch", "[1]")]
    [InlineData("dispatch", 42)]
    [InlineData("no_such_operation", "{}")]
    [InlineData("delete", null)]
    [InlineData("set_memory_limit", "{\"limit\":-1}")]
    [InlineData("quarantine", "{\"until\":\"never\"}")]
    [InlineData("reload", "{\"version\":5}")]
    public async Task Operation_BadData_IsIgnoredAndTheEntityGoesOn(string operation, object? input)
    {
        await _app.Engine.Guilds.RunAsync("1", operation, input);
        await _app.Engine.Guilds.RunAsync("1", "recover", "{}");

        Assert.NotNull(JsonNode.Parse(_app.Engine.Guilds.StateOf("1")!)!["epoch"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"state\":\"no such state\"}")]
    [InlineData("{\"epoch\":\"seven\"}")]
    [InlineData("{\"epoch\":-5,\"incarnation\":null,\"recent_faults\":null}")]
    public async Task State_Unreadable_BeginsAnew(string stored)
    {
        _app.Engine.Guilds.SetState("2", stored);

        await _app.Engine.Guilds.RunAsync("2", "destroy", "{}");

        Assert.True((long?)JsonNode.Parse(_app.Engine.Guilds.StateOf("2")!)!["epoch"] >= 0);
    }

    [Fact]
    public async Task Key_ThatIsNoGuild_IsIgnored()
    {
        await _app.Engine.Guilds.RunAsync("not-a-guild", "recover", "{}");

        Assert.Null(_app.Engine.Guilds.StateOf("not-a-guild"));
    }

    [Fact]
    public async Task State_OfABusyGuild_StaysBelow4KiB()
    {
        var guild = new GuildId(9);
        await _app.Host.Templates.PutAsync(guild, "t", Encoding.UTF8.GetBytes("""{"content":"error(('x'):rep(5000))","events":["A"]}"""));
        for (var i = 0; i < 20; i++)
        {
            await _app.Host.Guilds.RaiseAsync(guild, Encoding.UTF8.GetBytes("""{"name":"A"}"""), wait: true);
        }

        await _app.Engine.Guilds.RunAsync("9", "keep", "{}");

        Assert.InRange(_app.Engine.Guilds.StateOf("9")!.Length, 1, 4096);
    }
}
