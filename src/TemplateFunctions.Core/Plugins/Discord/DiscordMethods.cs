namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>The methods of <c>ctx.Discord</c>. A new one is one line here; its limits, if it needs any of its own, are in the rate limit table.</summary>
internal static class DiscordMethods
{
    public const string GuildId = "guild_id";
    public const string ApplicationId = "application_id";

    private const string Guild = "/guilds/{guild_id}";
    private const string Channel = "/channels/{channel_id}";
    private const string Message = "/channels/{channel_id}/messages/{message_id}";
    private const string Answers = "/webhooks/{application_id}/{interaction_token}/messages";
    private const string Commands = "/applications/{application_id}/guilds/{guild_id}/commands";

    public static IReadOnlyList<DiscordMethod> All { get; } = [.. GuildMethods, .. Members, .. Channels, .. Messages, .. Interactions];

    private static DiscordMethod[] GuildMethods =>
    [
        new("get_audit_logs", "GET", Guild + "/audit-logs") { Query = ["user_id", "action_type", "before", "after", "limit"] },
        new("list_auto_moderation_rules", "GET", Guild + "/auto-moderation/rules"),
        new("get_auto_moderation_rule", "GET", Guild + "/auto-moderation/rules/{rule_id}"),
        new("create_auto_moderation_rule", "POST", Guild + "/auto-moderation/rules", DiscordBody.Data) { HasReason = true },
        new("edit_auto_moderation_rule", "PATCH", Guild + "/auto-moderation/rules/{rule_id}", DiscordBody.Data) { HasReason = true },
        new("delete_auto_moderation_rule", "DELETE", Guild + "/auto-moderation/rules/{rule_id}") { HasReason = true },
        new("get_guild", "GET", Guild) { Query = ["with_counts"] },
        new("get_guild_preview", "GET", Guild + "/preview"),
        new("modify_guild", "PATCH", Guild, DiscordBody.Data) { HasReason = true },
        new("get_guild_channels", "GET", Guild + "/channels"),
        new("create_guild_channel", "POST", Guild + "/channels", DiscordBody.Data) { HasReason = true },
        new("modify_guild_channel_positions", "PATCH", Guild + "/channels", DiscordBody.List),
        new("list_active_guild_threads", "GET", Guild + "/threads/active"),
        new("get_guild_roles", "GET", Guild + "/roles"),
        new("get_guild_role", "GET", Guild + "/roles/{role_id}"),
        new("create_guild_role", "POST", Guild + "/roles", DiscordBody.Data) { HasReason = true },
        new("modify_guild_role_positions", "PATCH", Guild + "/roles", DiscordBody.List) { HasReason = true },
        new("modify_guild_role", "PATCH", Guild + "/roles/{role_id}", DiscordBody.Data) { HasReason = true },
        new("delete_guild_role", "DELETE", Guild + "/roles/{role_id}") { HasReason = true },
        new("get_guild_webhooks", "GET", Guild + "/webhooks"),
        new("get_invite", "GET", "/invites/{code}") { Query = ["with_counts", "with_expiration", "guild_scheduled_event_id"] },
        new("delete_invite", "DELETE", "/invites/{code}") { HasReason = true },
    ];

    private static DiscordMethod[] Members =>
    [
        new("get_guild_member", "GET", Guild + "/members/{user_id}"),
        new("list_guild_members", "GET", Guild + "/members") { Query = ["limit", "after"] },
        new("search_guild_members", "GET", Guild + "/members/search") { Query = ["query", "limit"] },
        new("modify_guild_member", "PATCH", Guild + "/members/{user_id}", DiscordBody.Data) { HasReason = true },
        new("add_guild_member_role", "PUT", Guild + "/members/{user_id}/roles/{role_id}") { HasReason = true },
        new("remove_guild_member_role", "DELETE", Guild + "/members/{user_id}/roles/{role_id}") { HasReason = true },
        new("remove_guild_member", "DELETE", Guild + "/members/{user_id}") { HasReason = true },
        new("get_guild_bans", "GET", Guild + "/bans") { Query = ["limit", "before", "after"] },
        new("get_guild_ban", "GET", Guild + "/bans/{user_id}") { NotFoundIsNil = true },
        new("create_guild_ban", "PUT", Guild + "/bans/{user_id}", DiscordBody.Fields) { Fields = [("delete_message_seconds", "delete_message_seconds")], HasReason = true },
        new("remove_guild_ban", "DELETE", Guild + "/bans/{user_id}") { HasReason = true },
    ];

    private static DiscordMethod[] Channels =>
    [
        new("get_channel", "GET", Channel),
        new("edit_channel", "PATCH", Channel, DiscordBody.Data) { HasReason = true },
        new("delete_channel", "DELETE", Channel) { HasReason = true },
        new("edit_channel_permissions", "PUT", Channel + "/permissions/{target_id}", DiscordBody.Fields) { Fields = [("allow", "allow"), ("deny", "deny"), ("kind", "type")], HasReason = true },
        new("delete_channel_permission", "DELETE", Channel + "/permissions/{overwrite_id}") { HasReason = true },
        new("get_channel_invites", "GET", Channel + "/invites"),
        new("create_channel_invite", "POST", Channel + "/invites", DiscordBody.Data) { HasReason = true },
        new("follow_announcement_channel", "POST", Channel + "/followers", DiscordBody.Data) { HasReason = true },
        new("get_channel_webhooks", "GET", Channel + "/webhooks"),
        new("create_webhook", "POST", Channel + "/webhooks", DiscordBody.Data) { HasReason = true },
        new("get_webhook", "GET", "/webhooks/{webhook_id}"),
        new("modify_webhook", "PATCH", "/webhooks/{webhook_id}", DiscordBody.Data) { HasReason = true },
        new("delete_webhook", "DELETE", "/webhooks/{webhook_id}") { HasReason = true },
        new("execute_webhook", "POST", "/webhooks/{webhook_id}/{webhook_token}", DiscordBody.Data) { Query = ["wait", "thread_id"] },
    ];

    private static DiscordMethod[] Messages =>
    [
        new("get_channel_messages", "GET", Channel + "/messages") { Query = ["around", "before", "after", "limit"] },
        new("get_channel_message", "GET", Message),
        new("create_message", "POST", Channel + "/messages", DiscordBody.Data),
        new("edit_message", "PATCH", Message, DiscordBody.Data),
        new("delete_message", "DELETE", Message) { HasReason = true },
        new("bulk_delete_messages", "POST", Channel + "/messages/bulk-delete", DiscordBody.Fields) { Fields = [("message_ids", "messages")], HasReason = true },
        new("crosspost_message", "POST", Message + "/crosspost"),
        new("create_reaction", "PUT", Message + "/reactions/{reaction}/@me"),
        new("delete_own_reaction", "DELETE", Message + "/reactions/{reaction}/@me"),
        new("delete_user_reaction", "DELETE", Message + "/reactions/{reaction}/{user_id}"),
        new("get_reactions", "GET", Message + "/reactions/{reaction}") { Query = ["type", "after", "limit"] },
        new("delete_all_reactions", "DELETE", Message + "/reactions"),
        new("delete_all_reactions_for_emoji", "DELETE", Message + "/reactions/{reaction}"),
    ];

    private static DiscordMethod[] Interactions =>
    [
        new("create_interaction_response", "POST", "/interactions/{interaction_id}/{interaction_token}/callback", DiscordBody.Data),
        new("get_original_interaction_response", "GET", Answers + "/@original"),
        new("edit_original_interaction_response", "PATCH", Answers + "/@original", DiscordBody.Data),
        new("delete_original_interaction_response", "DELETE", Answers + "/@original"),
        new("create_followup_message", "POST", "/webhooks/{application_id}/{interaction_token}", DiscordBody.Data),
        new("get_followup_message", "GET", Answers + "/{message_id}"),
        new("edit_followup_message", "PATCH", Answers + "/{message_id}", DiscordBody.Data),
        new("delete_followup_message", "DELETE", Answers + "/{message_id}"),
        new("get_guild_commands", "GET", Commands),
        new("get_guild_command", "GET", Commands + "/{command_id}"),
        new("create_guild_command", "POST", Commands, DiscordBody.Data),
        new("create_guild_commands", "PUT", Commands, DiscordBody.List),
    ];
}
