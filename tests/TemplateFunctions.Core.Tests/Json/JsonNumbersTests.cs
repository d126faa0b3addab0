using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Json;

namespace TemplateFunctions.Core.Tests.Json;

public sealed class JsonNumbersTests
{
    public static TheoryData<string, bool> Texts { get; } = new()
    {
        { "1e999", false },
        { "-1E400", false },
        { "[0,{\"a\":[1e308,1e309]}]", false },
        { "0.1e+310", false },
        { new string('9', 309), false },
        { "{\"x\":\"y\",\"n\":" + new string('1', 700) + "}", false },
        { "[" + string.Concat(Enumerable.Repeat("1,", 500)) + new string('2', 400) + "]", false },
        { "1e308", true },
        { "1e-999", true },
        { new string('1', 308), true },
        { "{\"a\":\"1e999\",\"b\":\"" + new string('7', 2000) + "\"}", true },
        { "{\"ee\":\"deed\",\"x\":[true,false,null,-0]}", true },
        { "\"\"", true },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Numbers_OfAText_FitIntoADoubleOrNot(string json, bool fit) => Assert.Equal(fit, JsonNumbers.AllFit(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void EventMessage_WithANumberThatNoTemplateCanBeShown_IsRefusedWithItsPath()
    {
        var body = """{"id":"e","guild_id":"1","event":{"name":"E","data":[1e999]}}"""u8.ToArray();

        Assert.False(EventMessage.TryParse(body, "d", out _, out var problem));
        Assert.Equal(RequestDiagnostics.QueueMessageRefused.Code, problem.Code);
        Assert.Equal("event.data", Assert.Single(problem.Errors).Path);
        Assert.False(ExecuteRequest.TryParse("""{"template":"t","event":{"name":"E","data":1e999},"context":{"guild_id":"1"}}"""u8.ToArray(), "d", out _, out _));
    }
}
