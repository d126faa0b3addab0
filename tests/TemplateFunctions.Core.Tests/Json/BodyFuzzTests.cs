using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Json;

/// <summary>Whatever a body holds, it is either accepted or refused with a problem that can be sent back: nothing throws.</summary>
public sealed class BodyFuzzTests
{
    private static readonly string[] Bodies =
    [
        """{"template":"t","event":{"name":"KeyExpiry","base_name":"AntiRaid","id":"e1","data":{"scopes":["a","b"],"n":-1.5e3},"author":"5"},"context":{"guild_id":"1","allowed_caps":["kv:*"]},"content":"return 1","wait_ms":250,"idempotency_key":"k1"}""",
        """{"id":"e-1","guild_id":"41771983423143937","event":{"name":"MESSAGE_CREATE","data":{"author":{"id":"7"},"content":"\ud83d\ude00"}},"templates":["a"],"reply_to":"template-replies-b","attempt":3,"sent_at":"2026-01-31T12:00:00Z"}""",
        """{"name":"t","files":{"init.lua":"return 1","lib/x.luau":""},"events":["KeyExpiry[r]","Discord"],"allowed_caps":["*"],"error_channel":"155361364909621248","paused":false}""",
    ];

    private static readonly string[] Pieces =
    [
        "null", "true", "-0", "1e999", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[[[", "]", "}", "{", ",", ":", "\"", "\\",
        "\"name\":", "\"event\":", "\"guild_id\":", "\"..\"", "\"a\\\\b\"", "\u00e9", "\ufeff", " ", "//", "[\"x\"]", "{\"a\":1,\"a\":2}",
    ];

    [Fact]
    public void Bodies_MutatedAtRandom_AreAcceptedOrRefusedButNeverThrow()
    {
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new Random(seed);
            var body = Mutate(random, Bodies[seed % Bodies.Length]);
            try
            {
                Parse(body);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {error.GetType().Name} for {Encoding.UTF8.GetString(body)}");
            }
        }
    }

    private static void Parse(byte[] body)
    {
        if (ExecuteRequest.TryParse(body, "d", out var request, out var problem))
        {
            Check(request.Event);
        }

        Check(problem);
        if (EventMessage.TryParse(body, "d", out var message, out problem))
        {
            Check(message.Event);
            Assert.True(EventMessage.TryParse(message.ToJson(), "other", out var again, out _));
            Assert.Equal(message.ToJson(), again.ToJson());
        }

        Check(problem);
        EventMessage.FindGuild(body);
        if (TemplateBody.TryParse(new GuildId(1), "t", body, default, out var template, out problem))
        {
            Assert.True(TemplateBody.TryParse(new GuildId(1), "t", TemplateJson.ToJson(template), default, out var again, out _));
            Assert.Equal(template.Version, again.Version);
        }

        Check(problem);
    }

    private static void Check(EventRequest given)
    {
        Subscription.Parse("KeyExpiry[a]").Matches(given.Topic());
        given.ToDocument();
    }

    private static void Check(Problem? problem)
    {
        if (problem is not null)
        {
            Assert.InRange(problem.Status, 400, 499);
            JsonDocument.Parse(problem.ToJson()).Dispose();
        }
    }

    private static byte[] Mutate(Random random, string text)
    {
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(text.Length + 1);
            var cut = Math.Min(random.Next(0, 4), text.Length - at);
            text = text[..at] + (random.Next(3) == 0 ? "" : Pieces[random.Next(Pieces.Length)]) + text[(at + cut)..];
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(10) == 0 && bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(20) == 0 ? Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)) : bytes;
    }
}
