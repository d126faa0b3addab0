using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Events;

public sealed class EventMessageTests
{
    private const string Full = """
        {"id":"e-1","guild_id":"41771983423143937","event":{"name":"MESSAGE_CREATE","data":{"content":"hi","n":1.0},"author":"5"},
         "templates":["a","b"],"reply_to":"template-replies-bot1","attempt":3,"sent_at":"2026-01-31T12:00:00Z","new_field":{}}
        """;

    public static TheoryData<string> Forms => [Full, Convert.ToBase64String(Encoding.UTF8.GetBytes(Full)), " \n" + Full];

    [Theory]
    [MemberData(nameof(Forms))]
    public void TryParse_PlainOrBase64_IsTheSameMessage(string text)
    {
        var message = Parse(text);

        Assert.Equal(new GuildId(41771983423143937), message.Guild);
        Assert.Equal(("MESSAGE_CREATE", "Discord", "e-1", "5"), (message.Event.Name, message.Event.BaseName, message.Event.Id, message.Event.Author));
        Assert.Equal("""{"content":"hi","n":1.0}""", Encoding.UTF8.GetString(message.Event.DataJson.Span));
        Assert.Equal(["a", "b"], message.Templates!);
        Assert.Equal(("template-replies-bot1", 3), (message.ReplyTo, message.Attempt));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), message.SentAt);
    }

    [Fact]
    public void ToJson_ReadBack_IsEqual()
    {
        foreach (var text in (string[])[Full, """{"guild_id":"1","event":{"name":"X"}}"""])
        {
            var message = Parse(text);

            var again = Parse(Encoding.UTF8.GetString(message.ToJson()));

            Assert.Equal(message.ToJson(), again.ToJson());
            Assert.Equal(message.SentAt, again.SentAt);
        }
    }

    [Theory]
    [InlineData("""{"id":"m","guild_id":"1","event":{"name":"X","id":"e"}}""", "e")]
    [InlineData("""{"id":"m","guild_id":"1","event":{"name":"X"}}""", "m")]
    [InlineData("""{"guild_id":"1","event":{"name":"X"}}""", "fallback")]
    public void TryParse_EventId_IsTheMostSpecificOne(string text, string id) => Assert.Equal(id, Parse(text).Event.Id);

    [Theory]
    [InlineData("""{"event":{"name":"X"}}""", "guild_id", "is required")]
    [InlineData("""{"guild_id":1,"event":{"name":"X"}}""", "guild_id", "must be a string, is a number")]
    [InlineData("""{"guild_id":"18446744073709551616","event":{"name":"X"}}""", "guild_id", "must be a Discord id: 1 to 20 digits in a string")]
    [InlineData("""{"guild_id":"1"}""", "event", "is required")]
    [InlineData("""{"guild_id":"1","event":{}}""", "event.name", "is required")]
    [InlineData("""{"guild_id":"1","event":{"name":"X","author":"me"}}""", "event.author", "must be a Discord id: 1 to 20 digits in a string")]
    [InlineData("""{"guild_id":"1","event":{"name":"X","id":"a b"}}""", "event.id", "may only hold A-Z, a-z, 0-9, _ . : -")]
    [InlineData("""{"guild_id":"1","event":{"name":"X","data":{"a":1,"a":2}}}""", "event.data.a", "occurs twice")]
    [InlineData("""{"guild_id":"1","event":{"name":"X"},"reply_to":"template-events"}""", "reply_to", "must begin with template-replies-")]
    [InlineData("""{"guild_id":"1","event":{"name":"X"},"reply_to":"template-replies-A"}""", "reply_to", "must have at most 63 lower-case letters, digits and single hyphens, and end with a letter or digit")]
    [InlineData("""{"guild_id":"1","event":{"name":"X"},"reply_to":"template-replies-"}""", "reply_to", "must have at most 63 lower-case letters, digits and single hyphens, and end with a letter or digit")]
    [InlineData("""{"guild_id":"1","event":{"name":"X"},"templates":["a/b"]}""", "templates[0]", "may only hold A-Z, a-z, 0-9, _ . $ -")]
    [InlineData("""{"guild_id":"1","event":{"name":"X"},"attempt":0}""", "attempt", "must be a whole number from 1 to 1000000, is 0")]
    public void TryParse_FieldRefused_IsACodeOfItsOwn(string text, string path, string message)
    {
        var problem = Refusal(Encoding.UTF8.GetBytes(text));

        Assert.Equal("TF4013", problem.Code);
        Assert.Equal(new ProblemError(path, message), Assert.Single(problem.Errors));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("aGVsbG8=")]
    [InlineData("e30")]
    public void TryParse_NotJson_IsTf4001(string text) => Assert.Equal("TF4001", Refusal(Encoding.UTF8.GetBytes(text)).Code);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void TryParse_Size_IsLimitedTo45KiBOfJsonInBothForms(int over, bool accepted)
    {
        const string Head = """{"guild_id":"1","event":{"name":"X"},"pad":""" + "\"";
        var json = Encoding.UTF8.GetBytes(Head + new string('x', EventMessage.MaxBytes - Head.Length - 2 + over) + "\"}");

        foreach (var body in (byte[][])[json, Encoding.UTF8.GetBytes(Convert.ToBase64String(json))])
        {
            Assert.Equal(accepted, EventMessage.TryParse(body, "f", out _, out var problem));
            Assert.Equal(accepted ? null : "TF3014", problem?.Code);
        }
    }

    [Theory]
    [InlineData("""{"guild_id":"12","event":7}""", 12ul)]
    [InlineData("""{"guild_id":12}""", null)]
    [InlineData("nonsense", null)]
    public void FindGuild_OfARefusedMessage_IsTheOneItNames(string text, ulong? guild) =>
        Assert.Equal(guild, EventMessage.FindGuild(Encoding.UTF8.GetBytes(text))?.Value);

    private static EventMessage Parse(string text)
    {
        Assert.True(EventMessage.TryParse(Encoding.UTF8.GetBytes(text), "fallback", out var message, out var problem), problem?.Detail);
        return message!;
    }

    private static Problem Refusal(byte[] body)
    {
        Assert.False(EventMessage.TryParse(body, "fallback", out _, out var problem));
        return problem;
    }
}
