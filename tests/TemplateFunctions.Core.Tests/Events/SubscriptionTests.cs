using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TemplateFunctions.Core.Events;

namespace TemplateFunctions.Core.Tests.Events;

public sealed class SubscriptionTests
{
    [Theory]
    [InlineData("MESSAGE_CREATE", "MESSAGE_CREATE", "Discord", "null", true)]
    [InlineData("MESSAGE", "MESSAGE_CREATE", "Discord", "null", true)]
    [InlineData("MESSAGE_CREATE", "MESSAGE", "Discord", "null", true)]
    [InlineData("MESSAGE_UPDATE", "MESSAGE_CREATE", "Discord", "null", false)]
    [InlineData("message_create", "MESSAGE_CREATE", "Discord", "null", false)]
    [InlineData("Discord", "MESSAGE_CREATE", "Discord", "null", true)]
    [InlineData("AntiRaid", "MESSAGE_CREATE", "Discord", "null", false)]
    [InlineData("Custom", "OrderPlaced", "Custom", "null", true)]
    [InlineData("KeyExpiry", "KeyExpiry", "AntiRaid", """{"scopes":["reminders"]}""", true)]
    [InlineData("KeyExpiry[reminders]", "KeyExpiry", "AntiRaid", """{"scopes":["a","reminders"]}""", true)]
    [InlineData("KeyExpiry[reminders]", "KeyExpiry", "AntiRaid", """{"scopes":["Reminders"]}""", false)]
    [InlineData("KeyExpiry[reminders]", "KeyExpiry", "AntiRaid", """{"scopes":[7]}""", false)]
    [InlineData("KeyExpiry[reminders]", "KeyExpiry", "AntiRaid", "null", false)]
    [InlineData("KeyExpiry[reminders]", "KeyResume", "AntiRaid", """{"scopes":["reminders"]}""", false)]
    [InlineData("KeyResume[a.b]", "KeyResume", "AntiRaid", """{"scopes":["a.b"]}""", true)]
    [InlineData("ExecuteSetting[words]", "ExecuteSetting", "AntiRaid", """{"id":"words"}""", true)]
    [InlineData("ExecuteSetting[words]", "ExecuteSetting", "AntiRaid", """{"id":"other"}""", false)]
    public void Matches_Event_DecidesByNameFamilyAndScope(string subscription, string name, string baseName, string data, bool wanted)
    {
        var given = new EventRequest { Name = name, BaseName = baseName, Id = "e", DataJson = Encoding.UTF8.GetBytes(data) };

        Assert.Equal(wanted, Subscription.Parse(subscription).Matches(given.Topic()));
    }

    [Fact]
    public void CheckAndParse_AnyText_NeverThrowAndValidTextsRoundTrip() => Prop.ForAll<NonNull<string>>(text =>
    {
        var parsed = Subscription.Parse(text.Get);
        var written = parsed.Scope is null ? parsed.Name : $"{parsed.Name}[{parsed.Scope}]";
        return Subscription.Check(text.Get) is not null || written == text.Get;
    }).QuickCheckThrowOnFailure();
}
