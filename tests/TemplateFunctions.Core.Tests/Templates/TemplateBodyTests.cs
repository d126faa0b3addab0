using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Templates;

public sealed class TemplateBodyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TryParse_WholeBody_BecomesARecord()
    {
        var record = Parse("""
            {"name":"greeter","files":{"init.lua":"return 1","lib/words.luau":"return {}"},"events":["MESSAGE_CREATE","Discord","KeyExpiry[reminders]","MESSAGE_CREATE"],
             "allowed_caps":["kv:*","discord:create_message"],"error_channel":"155361364909621248","paused":true,"created_at":"x","version":"ignored"}
            """);

        Assert.Equal(("greeter", new GuildId(7), true, "155361364909621248"), (record.Name, record.Guild, record.Paused, record.ErrorChannel));
        Assert.Equal(["MESSAGE_CREATE", "Discord", "KeyExpiry[reminders]"], record.Events);
        Assert.Equal(["kv:*", "discord:create_message"], record.AllowedCaps);
        Assert.Equal(["init.lua", "lib/words.luau"], record.Files.Keys);
        Assert.Equal((Now, Now), (record.CreatedAt, record.UpdatedAt));
        Assert.Equal(TemplateRecord.HashFiles(record.Files), record.Version);
    }

    [Fact]
    public void TryParse_Content_IsShorthandForInitLuau()
    {
        var record = Parse("""{"content":"return 1"}""");

        Assert.Equal("return 1", Assert.Single(record.Files, file => file.Key == "init.luau").Value);
        Assert.Empty(record.Events);
    }

    [Theory]
    [InlineData("""{}""", "files", "is required")]
    [InlineData("""{"files":{"init.lua":""},"content":""}""", "content", "shorthand")]
    [InlineData("""{"files":{"main.lua":""}}""", "files", "entry file")]
    [InlineData("""{"files":{"init.lua":5}}""", "files[\"init.lua\"]", "must be a string, is a number")]
    [InlineData("""{"files":{"init.lua":"\u001bLua"}}""", "files[\"init.lua\"]", "compiled")]
    [InlineData("""{"files":{"init.lua":"","../x":""}}""", "files[\"../x\"]", "..")]
    [InlineData("""{"files":{"init.lua":"","a/./x":""}}""", "files[\"a/./x\"]", "..")]
    [InlineData("""{"files":{"init.lua":"","/x":""}}""", "files[\"/x\"]", "relative")]
    [InlineData("""{"files":{"init.lua":"","a//x":""}}""", "files[\"a//x\"]", "empty parts")]
    [InlineData("""{"files":{"init.lua":"","x/":""}}""", "files[\"x/\"]", "empty parts")]
    [InlineData("""{"files":{"init.lua":"","":""}}""", "files[\"\"]", "1 to 255")]
    [InlineData("""{"files":{"init.lua":"","a\\b":""}}""", "files[\"a\\\\b\"]", "control characters")]
    [InlineData("""{"files":{"init.lua":"","C:x":""}}""", "files[\"C:x\"]", "control characters")]
    [InlineData("""{"files":{"init.lua":"","a\u0000b":""}}""", "files[\"a\\u0000b\"]", "control characters")]
    [InlineData("""{"files":{"init.lua":"","a.":""}}""", "files[\"a.\"]", "dot")]
    [InlineData("""{"files":{"init.lua":"","INIT.lua":""}}""", "files[\"init.lua\"]", "only in letter case")]
    [InlineData("""{"files":{"init.lua":"","lib":"","LIB/x":""}}""", "files[\"LIB/x\"]", "needs a folder where the file \"lib\" is")]
    [InlineData("""{"content":"","name":"other"}""", "name", "must be \"greeter\"")]
    [InlineData("""{"content":"","events":["A B"]}""", "events[0]", "may only hold")]
    [InlineData("""{"content":"","events":["ok","MESSAGE_CREATE[x]"]}""", "events[1]", "scope only for")]
    [InlineData("""{"content":"","events":["KeyExpiry[]"]}""", "events[0]", "scope of 1 to 128")]
    [InlineData("""{"content":"","events":["["]}""", "events[0]", "may only hold")]
    [InlineData("""{"content":"","events":"MESSAGE_CREATE"}""", "events", "must be an array of strings, is a string")]
    [InlineData("""{"content":"","allowed_caps":[" kv:*"]}""", "allowed_caps[0]", "blank")]
    [InlineData("""{"content":"","allowed_caps":["a\nb"]}""", "allowed_caps[0]", "control characters")]
    [InlineData("""{"content":"","error_channel":155361364909621248}""", "error_channel", "must be a string, is a number")]
    [InlineData("""{"content":"","error_channel":"general"}""", "error_channel", "Discord id")]
    [InlineData("""{"content":"","paused":"no"}""", "paused", "must be a boolean, is a string")]
    public void TryParse_RuleBroken_NamesTheField(string body, string path, string part)
    {
        var problem = Refusal(body);

        Assert.Equal(("TF1101", 400), (problem.Code, problem.Status));
        var error = Assert.Single(problem.Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("é")]
    public void TryParse_NameOfTheAddress_MustBeATemplateName(string name)
    {
        Assert.False(TemplateBody.TryParse(new GuildId(7), name, """{"content":""}"""u8.ToArray(), Now, out _, out var problem));
        Assert.Equal("name", Assert.Single(problem.Errors).Path);
    }

    [Fact]
    public void TryParse_Sizes_AreBytesOfUtf8()
    {
        Assert.Equal(TemplateLimits.FileBytes, Encoding.UTF8.GetByteCount(Parse(Body(("init.lua", new string('é', TemplateLimits.FileBytes / 2)))).Files["init.lua"]));

        var large = Refusal(Body(("init.lua", new string('é', (TemplateLimits.FileBytes / 2) + 1))));
        Assert.Contains("has 262146 bytes, at most 262144 are allowed", Assert.Single(large.Errors).Message, StringComparison.Ordinal);

        var total = Refusal(Body([.. Enumerable.Range(0, 5).Select(i => (i == 0 ? "init.lua" : $"{i}.lua", new string('x', 250_000)))]));
        Assert.Contains("hold 1250000 bytes together, at most 1048576", Assert.Single(total.Errors).Message, StringComparison.Ordinal);

        var many = Refusal(Body([.. Enumerable.Range(0, 513).Select(i => ($"{i}.lua", ""))]));
        Assert.Contains("has 513 entries, at most 512", Assert.Single(many.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_OfARecord_CanBeStoredAgainUnchanged()
    {
        var record = Parse("""{"files":{"init.lua":"return '\u00e9'","a/b.lua":""},"events":["Discord"],"allowed_caps":["*"],"error_channel":"1","paused":true}""");

        var again = Parse(Encoding.UTF8.GetString(TemplateJson.ToJson(record)));

        Assert.Equivalent(record, again);
        using var bare = JsonDocument.Parse(TemplateJson.ToJsonWithoutFiles(record));
        Assert.False(bare.RootElement.TryGetProperty("files", out _));
        Assert.Equal("greeter", bare.RootElement.GetProperty("name").GetString());
    }

    private static string Body(params (string Path, string Text)[] files) =>
        JsonSerializer.Serialize(new { files = files.ToDictionary(file => file.Path, file => file.Text) });

    private static TemplateRecord Parse(string body)
    {
        Assert.True(TemplateBody.TryParse(new GuildId(7), "greeter", Encoding.UTF8.GetBytes(body), Now, out var record, out var problem), problem?.Detail);
        return record!;
    }

    private static Problem Refusal(string body)
    {
        Assert.False(TemplateBody.TryParse(new GuildId(7), "greeter", Encoding.UTF8.GetBytes(body), Now, out _, out var problem));
        return problem;
    }
}
