using System.Text.Json;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Events;

public sealed class EventRegistryTests
{
    private static readonly string[] OnDisk =
        [.. Directory.EnumerateFiles(Repository.PathOf("samples", "events")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Registry_EntriesAndSampleFiles_AreTheSameSet()
    {
        Assert.Equal(EventRegistry.All.Select(known => $"{known.Name}.json").Order(StringComparer.Ordinal), OnDisk);
        Assert.Equal(76, EventRegistry.All.Count(known => known.BaseName == EventNames.Discord));
    }

    [Fact]
    public void Samples_AsEventData_AreAcceptedAndNameTheirAuthor() => Assert.All(EventRegistry.All, known =>
    {
        byte[] body = [.. "{\"name\":\""u8, .. System.Text.Encoding.UTF8.GetBytes(known.Name), .. "\",\"data\":"u8, .. known.Sample(), .. "}"u8];

        Assert.True(EventRequest.TryParse(body, "e1", out var given, out var problem), problem?.Detail);
        Assert.Equal(known.BaseName, given.BaseName);
        Assert.Equal(known.AuthorPath is null, given.Author is null);
    });

    [Fact]
    public void Samples_DiscordIds_AreStrings() => Assert.All(EventRegistry.All, known =>
    {
        using var sample = JsonDocument.Parse(known.Sample());
        AssertIdsAreStrings(sample.RootElement);
    });

    [Theory]
    [InlineData("MESSAGE_CREATE", "Discord")]
    [InlineData("MESSAGE", "Discord")]
    [InlineData("KeyExpiry", "AntiRaid")]
    [InlineData("message_create", "Custom")]
    [InlineData("OrderPlaced", "Custom")]
    public void BaseNameOf_Name_IsItsFamily(string name, string baseName) => Assert.Equal(baseName, EventRegistry.BaseNameOf(name));

    private static void AssertIdsAreStrings(JsonElement value)
    {
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [])
        {
            AssertIdsAreStrings(item);
        }

        foreach (var field in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToArray() : [])
        {
            var isId = field.Name == "id" || field.Name.EndsWith("_id", StringComparison.Ordinal);
            var plain = field.Name is "answer_id" or "animation_id";
            Assert.False(isId && !plain && field.Value.ValueKind == JsonValueKind.Number, field.Name);
            Assert.Matches("^[a-z0-9_]+$", field.Name);
            AssertIdsAreStrings(field.Value);
        }
    }
}
