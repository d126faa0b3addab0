using System.Collections.Frozen;

namespace TemplateFunctions.Core.Events;

/// <summary>
/// The events that are known by name: those of Discord's gateway that concern a guild, and the product's own. An unknown name is
/// delivered all the same. A new event is one sample file and one line here.
/// </summary>
public static class EventRegistry
{
    /// <summary>The name under which AntiRaid's template-worker delivered <see cref="MessageCreate"/>; subscriptions to it still work.</summary>
    private const string LegacyMessage = "MESSAGE";

    private const string MessageCreate = "MESSAGE_CREATE";

    /// <summary>All known events.</summary>
    public static IReadOnlyList<KnownEvent> All { get; } =
    [
        .. AntiRaid(null, EventNames.OnStartup, EventNames.KeyExpiry, EventNames.KeyResume),
        .. AntiRaid("author", EventNames.GetSettings, EventNames.ExecuteSetting),
        .. Discord(null, "APPLICATION_COMMAND_PERMISSIONS_UPDATE"),
        .. Discord(null, "AUTO_MODERATION_RULE_CREATE", "AUTO_MODERATION_RULE_UPDATE", "AUTO_MODERATION_RULE_DELETE"),
        .. Discord(null, "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "CHANNEL_INFO", "CHANNEL_PINS_UPDATE"),
        .. Discord(null, "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC", "THREAD_MEMBER_UPDATE", "THREAD_MEMBERS_UPDATE"),
        .. Discord(null, "ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"),
        .. Discord(null, "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE", "GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE"),
        .. Discord(null, "GUILD_INTEGRATIONS_UPDATE", "GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE", "GUILD_MEMBER_UPDATE", "GUILD_MEMBERS_CHUNK"),
        .. Discord(null, "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"),
        .. Discord(null, "GUILD_SCHEDULED_EVENT_CREATE", "GUILD_SCHEDULED_EVENT_UPDATE", "GUILD_SCHEDULED_EVENT_DELETE"),
        .. Discord(null, "GUILD_SOUNDBOARD_SOUND_CREATE", "GUILD_SOUNDBOARD_SOUND_UPDATE", "GUILD_SOUNDBOARD_SOUND_DELETE", "GUILD_SOUNDBOARD_SOUNDS_UPDATE", "SOUNDBOARD_SOUNDS"),
        .. Discord(null, "INTEGRATION_CREATE", "INTEGRATION_UPDATE", "INTEGRATION_DELETE", "INVITE_DELETE"),
        .. Discord(null, "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"),
        .. Discord(null, "MESSAGE_REACTION_REMOVE_ALL", "MESSAGE_REACTION_REMOVE_EMOJI"),
        .. Discord(null, "PRESENCE_UPDATE"),
        .. Discord(null, "STAGE_INSTANCE_CREATE", "STAGE_INSTANCE_UPDATE", "STAGE_INSTANCE_DELETE", "SUBSCRIPTION_CREATE", "SUBSCRIPTION_UPDATE", "SUBSCRIPTION_DELETE"),
        .. Discord(null, "USER_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE", "VOICE_CHANNEL_STATUS_UPDATE", "VOICE_SERVER_UPDATE", "WEBHOOKS_UPDATE"),
        .. Discord("author.id", MessageCreate, "MESSAGE_UPDATE"),
        .. Discord("user_id", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE"),
        .. Discord("user_id", "TYPING_START", "VOICE_STATE_UPDATE", "VOICE_CHANNEL_EFFECT_SEND", "GUILD_AUDIT_LOG_ENTRY_CREATE"),
        .. Discord("user_id", "GUILD_SCHEDULED_EVENT_USER_ADD", "GUILD_SCHEDULED_EVENT_USER_REMOVE", "AUTO_MODERATION_ACTION_EXECUTION"),
        .. Discord("member.user.id", "INTERACTION_CREATE"),
        .. Discord("inviter.id", "INVITE_CREATE"),
        .. Discord("owner_id", "THREAD_CREATE"),
    ];

    private static readonly FrozenDictionary<string, KnownEvent> ByName = All.ToFrozenDictionary(known => known.Name);

    /// <summary>The event of that name, or null when it is not known.</summary>
    public static KnownEvent? Find(string name) => ByName.GetValueOrDefault(Canonical(name));

    /// <summary>The family of an event whose sender names none: Discord, AntiRaid, else Custom.</summary>
    public static string BaseNameOf(string name) => Find(name)?.BaseName ?? EventNames.Custom;

    internal static bool SameName(string subscribed, string name) => Canonical(subscribed) == Canonical(name);

    private static string Canonical(string name) => name == LegacyMessage ? MessageCreate : name;

    private static IEnumerable<KnownEvent> Discord(string? authorPath, params string[] names) =>
        names.Select(name => new KnownEvent(name, EventNames.Discord, authorPath));

    private static IEnumerable<KnownEvent> AntiRaid(string? authorPath, params string[] names) =>
        names.Select(name => new KnownEvent(name, EventNames.AntiRaid, authorPath));
}
