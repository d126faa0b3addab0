using System.Collections.Frozen;

namespace TemplateFunctions.Core.RateLimits;

/// <summary>
/// Which limits apply to which operation of a guild. Operations are named like the capability they need: <c>discord:create_message</c>,
/// or <c>kv</c> for all of KV. A new limit is one line here.
/// </summary>
/// <remarks>
/// The figures are those of AntiRaid's template-worker, with its ban and kick limits put on the methods that ban and kick.
/// Answering an interaction is not limited: Discord gives three seconds for it, and one answer an interaction.
/// </remarks>
public static class RateLimitTable
{
    private const string DiscordPrefix = "discord:";

    private static readonly RateBucket DiscordGlobal = new("discord", Quota(20, seconds: 5));

    private static readonly FrozenDictionary<string, RateBucket[]> Special = new Dictionary<string, RateBucket[]>
    {
        ["kv"] = [new("kv", Quota(500, seconds: 0.1))],
        ["discord:create_message"] = [DiscordGlobal, new("discord:create_message", Quota(30, seconds: 10))],
        ["discord:create_guild_ban"] = Moderation("discord:create_guild_ban"),
        ["discord:remove_guild_member"] = Moderation("discord:remove_guild_member"),
        ["discord:get_guild_commands"] = [DiscordGlobal, new("discord:get_guild_commands", Quota(1, seconds: 300))],
        ["discord:create_guild_command"] = [DiscordGlobal, new("discord:create_guild_command", Quota(1, seconds: 300))],
        ["discord:create_guild_commands"] = [DiscordGlobal, new("discord:create_guild_commands", Quota(1, seconds: 300))],
        ["discord:create_interaction_response"] = [],
        ["discord:get_original_interaction_response"] = InteractionAnswer("discord:get_original_interaction_response"),
        ["discord:edit_original_interaction_response"] = InteractionAnswer("discord:edit_original_interaction_response"),
        ["discord:delete_original_interaction_response"] = InteractionAnswer("discord:delete_original_interaction_response"),
        ["discord:get_followup_message"] = InteractionAnswer("discord:get_followup_message"),
        ["discord:create_followup_message"] = InteractionAnswer("discord:create_followup_message"),
        ["discord:edit_followup_message"] = InteractionAnswer("discord:edit_followup_message"),
        ["discord:delete_followup_message"] = InteractionAnswer("discord:delete_followup_message"),
    }.ToFrozenDictionary();

    private static readonly RateBucket[] OtherDiscord = [DiscordGlobal];

    /// <summary>The buckets from which a call takes; empty for an operation without a limit.</summary>
    public static IReadOnlyList<RateBucket> For(string operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Special.TryGetValue(operation, out var buckets) ? buckets
            : operation.StartsWith(DiscordPrefix, StringComparison.Ordinal) ? OtherDiscord
            : [];
    }

    private static RateBucket[] Moderation(string name) => [DiscordGlobal, new(name, Quota(5, seconds: 30), Quota(10, seconds: 75))];

    private static RateBucket[] InteractionAnswer(string name) => [new(name, Quota(10, seconds: 3))];

    private static RateQuota Quota(int burst, double seconds) => new(burst, TimeSpan.FromSeconds(seconds));
}
