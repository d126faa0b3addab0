---@meta
-- Generated from the description in code; do not edit.

---@class buffer

---@class vector
---@field x number
---@field y number
---@field z number

---Source text with an environment of its own.
---@class Chunk
---@field code string The source.
---@field environment table<string, any>? Its globals; nil for fresh ones.
---@field chunk_name string? How errors name it.
---@field call fun(self: Chunk, ...: any): ...any Runs it.
---@field call_async fun(self: Chunk, ...: any): ...any Runs it; it may wait.

---Where a template runs and what it may do; the second argument of every template.
---@class Context
---@field guild_id string The guild.
---@field owner_guild_id string The guild that owns the template.
---@field template_name string The template's name.
---@field current_user string? The user who caused the event.
---@field data any The template's own record.
---@field allowed_caps string[] The capabilities it holds.
---@field store table<any, any> A table shared by the guild's templates, as long as the VM lives.
---@field memory_limit number Bytes that the guild's VM may hold.
---@field KV KvPlugin The guild's key-value store.
---@field Discord DiscordPlugin Discord's REST methods.
---@field has_cap fun(self: Context, capability: string): boolean Whether it holds a capability.
---@field hascap fun(self: Context, capability: string): boolean The same.
---@field has_any_cap fun(self: Context, capabilities: string[]): boolean Whether it holds one of several.
---@field with_limits fun(self: Context, limits: { capabilities: string[] }): Context A ctx that holds less, to hand to code that is trusted less.
---@field withlimits fun(self: Context, limits: { capabilities: string[] }): Context The same.

---A kittycat permission.
---@class Permission
---@field namespace string What comes before the dot.
---@field perm string What comes after it.
---@field negator boolean Whether it takes away.

---A position of a staff member.
---@class StaffPosition
---@field id string Its id.
---@field index number Its rank; 0 is the highest.
---@field perms (Permission|string)[] What it grants.

---A staff member's positions and overrides.
---@class StaffPermissions
---@field user_positions StaffPosition[] The positions.
---@field perm_overrides (Permission|string)[] What counts above all positions.

---Why permissions may not be changed so.
---@class PatchRefusal
---@field type string NoPermission or LacksNegatorForWildcard.
---@field permission Permission? What the manager does not hold.
---@field wildcard Permission? The wildcard that grants too much.
---@field negator Permission? The negation that it lacks.

---A sealed 64-bit integer; tostring gives its digits.
---@class U64
---@operator add(U64|number|string): U64
---@operator sub(U64|number|string): U64
---@operator mul(U64|number|string): U64
---@operator div(U64|number|string): U64
---@operator idiv(U64|number|string): U64
---@operator mod(U64|number|string): U64
---@operator pow(U64|number|string): U64
---@operator unm: U64
---@operator concat(any): string
---@field to_i64 fun(self: U64): I64 The same bits in the other kind.
---@field to_le_bytes fun(self: U64): number[] Its 8 bytes.
---@field from_le_bytes fun(self: U64, bytes: number[]): U64 The integer of 8 bytes.
---@field to_ne_bytes fun(self: U64): number[] Its 8 bytes.
---@field from_ne_bytes fun(self: U64, bytes: number[]): U64 The integer of 8 bytes.
---@field to_be_bytes fun(self: U64): number[] Its 8 bytes.
---@field from_be_bytes fun(self: U64, bytes: number[]): U64 The integer of 8 bytes.

---A sealed 64-bit integer; tostring gives its digits.
---@class I64
---@operator add(I64|number|string): I64
---@operator sub(I64|number|string): I64
---@operator mul(I64|number|string): I64
---@operator div(I64|number|string): I64
---@operator idiv(I64|number|string): I64
---@operator mod(I64|number|string): I64
---@operator pow(I64|number|string): I64
---@operator unm: I64
---@operator concat(any): string
---@field to_u64 fun(self: I64): U64 The same bits in the other kind.
---@field to_le_bytes fun(self: I64): number[] Its 8 bytes.
---@field from_le_bytes fun(self: I64, bytes: number[]): I64 The integer of 8 bytes.
---@field to_ne_bytes fun(self: I64): number[] Its 8 bytes.
---@field from_ne_bytes fun(self: I64, bytes: number[]): I64 The integer of 8 bytes.
---@field to_be_bytes fun(self: I64): number[] Its 8 bytes.
---@field from_be_bytes fun(self: I64, bytes: number[]): I64 The integer of 8 bytes.

---Operations on 64 bits.
---@class BitU64
---@field band fun(...: (U64|number|string)): U64 Bitwise, over all arguments.
---@field bor fun(...: (U64|number|string)): U64 Bitwise, over all arguments.
---@field bxor fun(...: (U64|number|string)): U64 Bitwise, over all arguments.
---@field btest fun(...: (U64|number|string)): boolean Whether all arguments share a bit.
---@field bnot fun(value: (U64|number|string)): U64 All bits flipped.
---@field lshift fun(value: (U64|number|string), by: number): U64 Moved by so many bits.
---@field rshift fun(value: (U64|number|string), by: number): U64 Moved by so many bits.
---@field lrotate fun(value: (U64|number|string), by: number): U64 Moved by so many bits.
---@field rrotate fun(value: (U64|number|string), by: number): U64 Moved by so many bits.
---@field byteswap fun(value: (U64|number|string)): U64 The bytes in reverse.
---@field extract fun(value: (U64|number|string), at: number, width: number?): U64 Some bits.
---@field replace fun(value: (U64|number|string), by: (U64|number|string), at: number, width: number?): U64 With some bits replaced.
---@field countlz fun(value: (U64|number|string)): number Zeros at the high end.
---@field countrz fun(value: (U64|number|string)): number Zeros at the low end.

---A time zone.
---@class TimeZone
---@field name string Its name.
---@field now fun(self: TimeZone): DateTime The current time.
---@field fromString fun(self: TimeZone, text: string): DateTime A time such as 2026-01-31T12:00:00Z.
---@field fromTime fun(self: TimeZone, seconds: number): DateTime From seconds since 1970.
---@field fromTimeMillis fun(self: TimeZone, milliseconds: number): DateTime From milliseconds since 1970.
---@field fromTimeMicros fun(self: TimeZone, microseconds: number): DateTime From microseconds since 1970.
---@field fromTimeNanos fun(self: TimeZone, nanoseconds: number): DateTime From nanoseconds since 1970.
---@field utcToTz fun(self: TimeZone, year: number, month: number, day: number, hour: number, minute: number, second: number): DateTime A time in UTC, shown in this zone.
---@field tzToUtc fun(self: TimeZone, year: number, month: number, day: number, hour: number, minute: number, second: number, all: boolean?): DateTime, DateTime? A time that the zone's clocks show, in UTC; with all also the second one of a repeated hour.
---@field timeUtcToTz fun(self: TimeZone, hour: number, minute: number, second: number): DateTime A time of today in UTC, shown in this zone.
---@field timeTzToUtc fun(self: TimeZone, hour: number, minute: number, second: number): DateTime A time of today that the zone's clocks show, in UTC.

---A moment, shown in a zone. Moments compare, and differ by a TimeDelta.
---@class DateTime
---@operator add(TimeDelta): DateTime
---@operator sub(DateTime|TimeDelta): any
---@field year number The year that the zone's clocks show.
---@field month number The month that the zone's clocks show.
---@field day number The day that the zone's clocks show.
---@field hour number The hour that the zone's clocks show.
---@field minute number The minute that the zone's clocks show.
---@field second number The second that the zone's clocks show.
---@field nanosecond number The nanosecond that the zone's clocks show.
---@field timestamp_seconds number seconds since 1970.
---@field timestamp_millis number millis since 1970.
---@field timestamp_micros number micros since 1970.
---@field timestamp_nanos number nanos since 1970.
---@field timezone TimeZone The zone.
---@field tz TimeZone The same.
---@field base_offset TimeDelta The zone's offset from UTC without daylight saving.
---@field dst_offset TimeDelta What daylight saving adds.
---@field with_timezone fun(self: DateTime, zone: TimeZone): DateTime The same moment in another zone.
---@field format fun(self: DateTime, format: string): string Text by a format of strftime.
---@field duration_since fun(self: DateTime, other: DateTime): TimeDelta The span from another moment to this.

---A span of time. Spans compare, add up, and move moments.
---@class TimeDelta
---@operator add(DateTime|TimeDelta): any
---@operator sub(TimeDelta): TimeDelta
---@field nanos number Whole nanos, towards zero.
---@field micros number Whole micros, towards zero.
---@field millis number Whole millis, towards zero.
---@field seconds number Whole seconds, towards zero.
---@field minutes number Whole minutes, towards zero.
---@field hours number Whole hours, towards zero.
---@field days number Whole days, towards zero.
---@field weeks number Whole weeks, towards zero.
---@field as_secs number Seconds with a fraction.
---@field offset_string fun(self: TimeDelta): string As an offset, such as +02:00.

---A record of the store.
---@class KvRecord
---@field exists boolean Whether there is one; without, only key and exists are there.
---@field id string Its id.
---@field key string Its key.
---@field value any Its value.
---@field scopes string[] Its scopes.
---@field created_at string When it was first stored.
---@field last_updated_at string When it was last stored.
---@field expires_at string? When it expires.
---@field resume boolean Whether the guild gets KeyResume for it when it starts.

---What set did.
---@class KvWritten
---@field exists boolean Whether there was a record before.
---@field id string The record's id.

---What happened; the first argument of every template. It is read-only.
---@class AnyEvent
---@field name string The event's name.
---@field base_name string The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data any The payload.

---The event APPLICATION_COMMAND_PERMISSIONS_UPDATE with the fields of its sample.
---@class ApplicationCommandPermissionsUpdateEvent
---@field name "APPLICATION_COMMAND_PERMISSIONS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, application_id: string, guild_id: string, permissions: { id: string, type: number, permission: boolean }[] } The payload.

---The event AUTO_MODERATION_ACTION_EXECUTION with the fields of its sample.
---@class AutoModerationActionExecutionEvent
---@field name "AUTO_MODERATION_ACTION_EXECUTION" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, action: { type: number, metadata: table<string, any> }, rule_id: string, rule_trigger_type: number, user_id: string, channel_id: string, message_id: string, content: string, matched_keyword: string, matched_content: string } The payload.

---The event AUTO_MODERATION_RULE_CREATE with the fields of its sample.
---@class AutoModerationRuleCreateEvent
---@field name "AUTO_MODERATION_RULE_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, name: string, creator_id: string, event_type: number, trigger_type: number, trigger_metadata: { keyword_filter: string[], regex_patterns: string[], allow_list: string[] }, actions: { type: number, metadata: { custom_message: string } }[], enabled: boolean, exempt_roles: string[], exempt_channels: string[] } The payload.

---The event AUTO_MODERATION_RULE_DELETE with the fields of its sample.
---@class AutoModerationRuleDeleteEvent
---@field name "AUTO_MODERATION_RULE_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, name: string, creator_id: string, event_type: number, trigger_type: number, trigger_metadata: { keyword_filter: string[], regex_patterns: string[], allow_list: string[] }, actions: { type: number, metadata: { custom_message: string } }[], enabled: boolean, exempt_roles: string[], exempt_channels: string[] } The payload.

---The event AUTO_MODERATION_RULE_UPDATE with the fields of its sample.
---@class AutoModerationRuleUpdateEvent
---@field name "AUTO_MODERATION_RULE_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, name: string, creator_id: string, event_type: number, trigger_type: number, trigger_metadata: { keyword_filter: string[], regex_patterns: string[], allow_list: string[] }, actions: { type: number, metadata: { custom_message: string } }[], enabled: boolean, exempt_roles: string[], exempt_channels: string[] } The payload.

---The event CHANNEL_CREATE with the fields of its sample.
---@class ChannelCreateEvent
---@field name "CHANNEL_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, type: number, guild_id: string, name: string, topic: string, nsfw: boolean, position: number, parent_id: string, rate_limit_per_user: number, last_message_id: any, last_pin_timestamp: any, flags: number, permission_overwrites: { id: string, type: number, allow: string, deny: string }[] } The payload.

---The event CHANNEL_DELETE with the fields of its sample.
---@class ChannelDeleteEvent
---@field name "CHANNEL_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, type: number, guild_id: string, name: string, topic: string, nsfw: boolean, position: number, parent_id: string, rate_limit_per_user: number, last_message_id: string, last_pin_timestamp: any, flags: number, permission_overwrites: { id: string, type: number, allow: string, deny: string }[] } The payload.

---The event CHANNEL_INFO with the fields of its sample.
---@class ChannelInfoEvent
---@field name "CHANNEL_INFO" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, channels: { id: string, status: string, voice_start_time: number }[] } The payload.

---The event CHANNEL_PINS_UPDATE with the fields of its sample.
---@class ChannelPinsUpdateEvent
---@field name "CHANNEL_PINS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, channel_id: string, last_pin_timestamp: string } The payload.

---The event CHANNEL_UPDATE with the fields of its sample.
---@class ChannelUpdateEvent
---@field name "CHANNEL_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, type: number, guild_id: string, name: string, topic: string, nsfw: boolean, position: number, parent_id: string, rate_limit_per_user: number, last_message_id: string, last_pin_timestamp: any, flags: number, permission_overwrites: { id: string, type: number, allow: string, deny: string }[] } The payload.

---The event ENTITLEMENT_CREATE with the fields of its sample.
---@class EntitlementCreateEvent
---@field name "ENTITLEMENT_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, sku_id: string, application_id: string, user_id: string, type: number, deleted: boolean, starts_at: string, ends_at: string, guild_id: string, consumed: boolean } The payload.

---The event ENTITLEMENT_DELETE with the fields of its sample.
---@class EntitlementDeleteEvent
---@field name "ENTITLEMENT_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, sku_id: string, application_id: string, user_id: string, type: number, deleted: boolean, starts_at: string, ends_at: string, guild_id: string, consumed: boolean } The payload.

---The event ENTITLEMENT_UPDATE with the fields of its sample.
---@class EntitlementUpdateEvent
---@field name "ENTITLEMENT_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, sku_id: string, application_id: string, user_id: string, type: number, deleted: boolean, starts_at: string, ends_at: string, guild_id: string, consumed: boolean } The payload.

---The event ExecuteSetting with the fields of its sample.
---@class ExecuteSettingEvent
---@field name "ExecuteSetting" The event's name.
---@field base_name "AntiRaid" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, author: string, op: string, fields: { word: string, action: string } } The payload.

---The event GUILD_AUDIT_LOG_ENTRY_CREATE with the fields of its sample.
---@class GuildAuditLogEntryCreateEvent
---@field name "GUILD_AUDIT_LOG_ENTRY_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, action_type: number, user_id: string, target_id: string, reason: string, changes: { key: string, old_value: string, new_value: string }[] } The payload.

---The event GUILD_BAN_ADD with the fields of its sample.
---@class GuildBanAddEvent
---@field name "GUILD_BAN_ADD" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } } The payload.

---The event GUILD_BAN_REMOVE with the fields of its sample.
---@class GuildBanRemoveEvent
---@field name "GUILD_BAN_REMOVE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } } The payload.

---The event GUILD_CREATE with the fields of its sample.
---@class GuildCreateEvent
---@field name "GUILD_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, name: string, icon: string, icon_hash: any, splash: any, discovery_splash: any, owner_id: string, afk_channel_id: any, afk_timeout: number, widget_enabled: boolean, widget_channel_id: any, verification_level: number, default_message_notifications: number, explicit_content_filter: number, roles: { id: string, name: string, color: number, colors: { primary_color: number, secondary_color: any, tertiary_color: any }, hoist: boolean, icon: any, unicode_emoji: any, position: number, permissions: string, managed: boolean, mentionable: boolean, flags: number }[], emojis: { id: string, name: string, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, require_colons: boolean, managed: boolean, animated: boolean, available: boolean }[], features: string[], mfa_level: number, application_id: any, system_channel_id: string, system_channel_flags: number, rules_channel_id: string, max_presences: any, max_members: number, vanity_url_code: any, description: string, banner: any, premium_tier: number, premium_subscription_count: number, preferred_locale: string, public_updates_channel_id: string, max_video_channel_users: number, max_stage_video_channel_users: number, nsfw_level: number, stickers: { id: string, name: string, description: string, tags: string, type: number, format_type: number, available: boolean, guild_id: string, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[], premium_progress_bar_enabled: boolean, safety_alerts_channel_id: any, incidents_data: any, joined_at: string, large: boolean, unavailable: boolean, member_count: number, voice_states: { channel_id: string, user_id: string, session_id: string, deaf: boolean, mute: boolean, self_deaf: boolean, self_mute: boolean, self_video: boolean, suppress: boolean, request_to_speak_timestamp: any }[], members: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[], channels: { id: string, type: number, name: string, topic: string, nsfw: boolean, position: number, parent_id: string, rate_limit_per_user: number, last_message_id: any, last_pin_timestamp: any, flags: number, permission_overwrites: { id: string, type: number, allow: string, deny: string }[] }[], threads: { id: string, type: number, parent_id: string, owner_id: string, name: string, last_message_id: string, message_count: number, member_count: number, total_message_sent: number, rate_limit_per_user: number, flags: number, thread_metadata: { archived: boolean, auto_archive_duration: number, archive_timestamp: string, locked: boolean, create_timestamp: string } }[], presences: { user: { id: string }, status: string, activities: { id: string, name: string, type: number, state: string, created_at: number }[], client_status: { desktop: string } }[], stage_instances: { id: string, guild_id: string, channel_id: string, topic: string, privacy_level: number, discoverable_disabled: boolean, guild_scheduled_event_id: string }[], guild_scheduled_events: { id: string, guild_id: string, channel_id: any, creator_id: string, creator: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, name: string, description: string, scheduled_start_time: string, scheduled_end_time: string, privacy_level: number, status: number, entity_type: number, entity_id: any, entity_metadata: { location: string }, recurrence_rule: any, image: any, user_count: number }[], soundboard_sounds: { name: string, sound_id: string, volume: number, emoji_id: string, emoji_name: any, guild_id: string, available: boolean, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[] } The payload.

---The event GUILD_DELETE with the fields of its sample.
---@class GuildDeleteEvent
---@field name "GUILD_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, unavailable: boolean } The payload.

---The event GUILD_EMOJIS_UPDATE with the fields of its sample.
---@class GuildEmojisUpdateEvent
---@field name "GUILD_EMOJIS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, emojis: { id: string, name: string, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, require_colons: boolean, managed: boolean, animated: boolean, available: boolean }[] } The payload.

---The event GUILD_INTEGRATIONS_UPDATE with the fields of its sample.
---@class GuildIntegrationsUpdateEvent
---@field name "GUILD_INTEGRATIONS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string } The payload.

---The event GUILD_MEMBERS_CHUNK with the fields of its sample.
---@class GuildMembersChunkEvent
---@field name "GUILD_MEMBERS_CHUNK" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, members: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[], chunk_index: number, chunk_count: number, not_found: string[], presences: { user: { id: string }, guild_id: string, status: string, activities: { id: string, name: string, type: number, state: string, created_at: number }[], client_status: { desktop: string } }[], nonce: string } The payload.

---The event GUILD_MEMBER_ADD with the fields of its sample.
---@class GuildMemberAddEvent
---@field name "GUILD_MEMBER_ADD" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: any[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, guild_id: string } The payload.

---The event GUILD_MEMBER_REMOVE with the fields of its sample.
---@class GuildMemberRemoveEvent
---@field name "GUILD_MEMBER_REMOVE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } } The payload.

---The event GUILD_MEMBER_UPDATE with the fields of its sample.
---@class GuildMemberUpdateEvent
---@field name "GUILD_MEMBER_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: string, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, guild_id: string } The payload.

---The event GUILD_ROLE_CREATE with the fields of its sample.
---@class GuildRoleCreateEvent
---@field name "GUILD_ROLE_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, role: { id: string, name: string, color: number, colors: { primary_color: number, secondary_color: any, tertiary_color: any }, hoist: boolean, icon: any, unicode_emoji: any, position: number, permissions: string, managed: boolean, mentionable: boolean, flags: number } } The payload.

---The event GUILD_ROLE_DELETE with the fields of its sample.
---@class GuildRoleDeleteEvent
---@field name "GUILD_ROLE_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, role_id: string } The payload.

---The event GUILD_ROLE_UPDATE with the fields of its sample.
---@class GuildRoleUpdateEvent
---@field name "GUILD_ROLE_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, role: { id: string, name: string, color: number, colors: { primary_color: number, secondary_color: any, tertiary_color: any }, hoist: boolean, icon: any, unicode_emoji: any, position: number, permissions: string, managed: boolean, mentionable: boolean, flags: number } } The payload.

---The event GUILD_SCHEDULED_EVENT_CREATE with the fields of its sample.
---@class GuildScheduledEventCreateEvent
---@field name "GUILD_SCHEDULED_EVENT_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, channel_id: any, creator_id: string, creator: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, name: string, description: string, scheduled_start_time: string, scheduled_end_time: string, privacy_level: number, status: number, entity_type: number, entity_id: any, entity_metadata: { location: string }, recurrence_rule: any, image: any, user_count: number } The payload.

---The event GUILD_SCHEDULED_EVENT_DELETE with the fields of its sample.
---@class GuildScheduledEventDeleteEvent
---@field name "GUILD_SCHEDULED_EVENT_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, channel_id: any, creator_id: string, creator: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, name: string, description: string, scheduled_start_time: string, scheduled_end_time: string, privacy_level: number, status: number, entity_type: number, entity_id: any, entity_metadata: { location: string }, recurrence_rule: any, image: any, user_count: number } The payload.

---The event GUILD_SCHEDULED_EVENT_UPDATE with the fields of its sample.
---@class GuildScheduledEventUpdateEvent
---@field name "GUILD_SCHEDULED_EVENT_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, channel_id: any, creator_id: string, creator: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, name: string, description: string, scheduled_start_time: string, scheduled_end_time: string, privacy_level: number, status: number, entity_type: number, entity_id: any, entity_metadata: { location: string }, recurrence_rule: any, image: any, user_count: number } The payload.

---The event GUILD_SCHEDULED_EVENT_USER_ADD with the fields of its sample.
---@class GuildScheduledEventUserAddEvent
---@field name "GUILD_SCHEDULED_EVENT_USER_ADD" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_scheduled_event_id: string, user_id: string, guild_id: string } The payload.

---The event GUILD_SCHEDULED_EVENT_USER_REMOVE with the fields of its sample.
---@class GuildScheduledEventUserRemoveEvent
---@field name "GUILD_SCHEDULED_EVENT_USER_REMOVE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_scheduled_event_id: string, user_id: string, guild_id: string } The payload.

---The event GUILD_SOUNDBOARD_SOUNDS_UPDATE with the fields of its sample.
---@class GuildSoundboardSoundsUpdateEvent
---@field name "GUILD_SOUNDBOARD_SOUNDS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { soundboard_sounds: { name: string, sound_id: string, volume: number, emoji_id: string, emoji_name: any, guild_id: string, available: boolean, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[], guild_id: string } The payload.

---The event GUILD_SOUNDBOARD_SOUND_CREATE with the fields of its sample.
---@class GuildSoundboardSoundCreateEvent
---@field name "GUILD_SOUNDBOARD_SOUND_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { name: string, sound_id: string, volume: number, emoji_id: string, emoji_name: any, guild_id: string, available: boolean, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } } The payload.

---The event GUILD_SOUNDBOARD_SOUND_DELETE with the fields of its sample.
---@class GuildSoundboardSoundDeleteEvent
---@field name "GUILD_SOUNDBOARD_SOUND_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { sound_id: string, guild_id: string } The payload.

---The event GUILD_SOUNDBOARD_SOUND_UPDATE with the fields of its sample.
---@class GuildSoundboardSoundUpdateEvent
---@field name "GUILD_SOUNDBOARD_SOUND_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { name: string, sound_id: string, volume: number, emoji_id: string, emoji_name: any, guild_id: string, available: boolean, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } } The payload.

---The event GUILD_STICKERS_UPDATE with the fields of its sample.
---@class GuildStickersUpdateEvent
---@field name "GUILD_STICKERS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, stickers: { id: string, name: string, description: string, tags: string, type: number, format_type: number, available: boolean, guild_id: string, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[] } The payload.

---The event GUILD_UPDATE with the fields of its sample.
---@class GuildUpdateEvent
---@field name "GUILD_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, name: string, icon: string, icon_hash: any, splash: any, discovery_splash: any, owner_id: string, afk_channel_id: any, afk_timeout: number, widget_enabled: boolean, widget_channel_id: any, verification_level: number, default_message_notifications: number, explicit_content_filter: number, roles: { id: string, name: string, color: number, colors: { primary_color: number, secondary_color: any, tertiary_color: any }, hoist: boolean, icon: any, unicode_emoji: any, position: number, permissions: string, managed: boolean, mentionable: boolean, flags: number }[], emojis: { id: string, name: string, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, require_colons: boolean, managed: boolean, animated: boolean, available: boolean }[], features: string[], mfa_level: number, application_id: any, system_channel_id: string, system_channel_flags: number, rules_channel_id: string, max_presences: any, max_members: number, vanity_url_code: any, description: string, banner: any, premium_tier: number, premium_subscription_count: number, preferred_locale: string, public_updates_channel_id: string, max_video_channel_users: number, max_stage_video_channel_users: number, nsfw_level: number, stickers: { id: string, name: string, description: string, tags: string, type: number, format_type: number, available: boolean, guild_id: string, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[], premium_progress_bar_enabled: boolean, safety_alerts_channel_id: any, incidents_data: any } The payload.

---The event GetSettings with the fields of its sample.
---@class GetSettingsEvent
---@field name "GetSettings" The event's name.
---@field base_name "AntiRaid" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { author: string } The payload.

---The event INTEGRATION_CREATE with the fields of its sample.
---@class IntegrationCreateEvent
---@field name "INTEGRATION_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, name: string, type: string, enabled: boolean, account: { id: string, name: string }, application: { id: string, name: string, icon: any, description: string, bot: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any, bot: boolean } }, scopes: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, guild_id: string } The payload.

---The event INTEGRATION_DELETE with the fields of its sample.
---@class IntegrationDeleteEvent
---@field name "INTEGRATION_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, application_id: string } The payload.

---The event INTEGRATION_UPDATE with the fields of its sample.
---@class IntegrationUpdateEvent
---@field name "INTEGRATION_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, name: string, type: string, enabled: boolean, account: { id: string, name: string }, application: { id: string, name: string, icon: any, description: string, bot: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any, bot: boolean } }, scopes: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, guild_id: string } The payload.

---The event INTERACTION_CREATE with the fields of its sample.
---@class InteractionCreateEvent
---@field name "INTERACTION_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, application_id: string, type: number, guild_id: string, guild: { id: string, locale: string, features: string[] }, channel_id: string, channel: { id: string, type: number, name: string, guild_id: string, parent_id: string, nsfw: boolean, position: number, permissions: string, last_message_id: string, rate_limit_per_user: number, flags: number }, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, permissions: string }, token: string, version: number, app_permissions: string, locale: string, guild_locale: string, entitlements: any[], authorizing_integration_owners: table<string, any>, context: number, attachment_size_limit: number, data: { id: string, name: string, type: number, guild_id: string, options: { name: string, type: number, value: string }[] } } The payload.

---The event INVITE_CREATE with the fields of its sample.
---@class InviteCreateEvent
---@field name "INVITE_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { channel_id: string, guild_id: string, code: string, created_at: string, inviter: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, max_age: number, max_uses: number, temporary: boolean, type: number, uses: number, expires_at: string } The payload.

---The event INVITE_DELETE with the fields of its sample.
---@class InviteDeleteEvent
---@field name "INVITE_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { channel_id: string, guild_id: string, code: string } The payload.

---The event KeyExpiry with the fields of its sample.
---@class KeyExpiryEvent
---@field name "KeyExpiry" The event's name.
---@field base_name "AntiRaid" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, key: string, scopes: string[] } The payload.

---The event KeyResume with the fields of its sample.
---@class KeyResumeEvent
---@field name "KeyResume" The event's name.
---@field base_name "AntiRaid" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, key: string, scopes: string[] } The payload.

---The event MESSAGE_CREATE with the fields of its sample.
---@class MessageCreateEvent
---@field name "MESSAGE_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, channel_id: string, guild_id: string, channel_type: number, type: number, content: string, author: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[] }, timestamp: string, edited_timestamp: any, tts: boolean, mention_everyone: boolean, mentions: any[], mention_roles: any[], attachments: any[], embeds: any[], components: any[], pinned: boolean, flags: number, nonce: string } The payload.

---The event MESSAGE_DELETE with the fields of its sample.
---@class MessageDeleteEvent
---@field name "MESSAGE_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, channel_id: string, guild_id: string } The payload.

---The event MESSAGE_DELETE_BULK with the fields of its sample.
---@class MessageDeleteBulkEvent
---@field name "MESSAGE_DELETE_BULK" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { ids: string[], channel_id: string, guild_id: string } The payload.

---The event MESSAGE_POLL_VOTE_ADD with the fields of its sample.
---@class MessagePollVoteAddEvent
---@field name "MESSAGE_POLL_VOTE_ADD" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { user_id: string, channel_id: string, message_id: string, guild_id: string, answer_id: number } The payload.

---The event MESSAGE_POLL_VOTE_REMOVE with the fields of its sample.
---@class MessagePollVoteRemoveEvent
---@field name "MESSAGE_POLL_VOTE_REMOVE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { user_id: string, channel_id: string, message_id: string, guild_id: string, answer_id: number } The payload.

---The event MESSAGE_REACTION_ADD with the fields of its sample.
---@class MessageReactionAddEvent
---@field name "MESSAGE_REACTION_ADD" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { user_id: string, channel_id: string, message_id: string, guild_id: string, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }, emoji: { id: any, name: string }, message_author_id: string, burst: boolean, type: number } The payload.

---The event MESSAGE_REACTION_REMOVE with the fields of its sample.
---@class MessageReactionRemoveEvent
---@field name "MESSAGE_REACTION_REMOVE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { user_id: string, channel_id: string, message_id: string, guild_id: string, emoji: { id: any, name: string }, burst: boolean, type: number } The payload.

---The event MESSAGE_REACTION_REMOVE_ALL with the fields of its sample.
---@class MessageReactionRemoveAllEvent
---@field name "MESSAGE_REACTION_REMOVE_ALL" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { channel_id: string, message_id: string, guild_id: string } The payload.

---The event MESSAGE_REACTION_REMOVE_EMOJI with the fields of its sample.
---@class MessageReactionRemoveEmojiEvent
---@field name "MESSAGE_REACTION_REMOVE_EMOJI" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { channel_id: string, guild_id: string, message_id: string, emoji: { id: any, name: string } } The payload.

---The event MESSAGE_UPDATE with the fields of its sample.
---@class MessageUpdateEvent
---@field name "MESSAGE_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, channel_id: string, guild_id: string, channel_type: number, type: number, content: string, author: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any }, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[] }, timestamp: string, edited_timestamp: string, tts: boolean, mention_everyone: boolean, mentions: any[], mention_roles: any[], attachments: any[], embeds: any[], components: any[], pinned: boolean, flags: number, nonce: string } The payload.

---The event OnStartup with the fields of its sample.
---@class OnStartupEvent
---@field name "OnStartup" The event's name.
---@field base_name "AntiRaid" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { reason: string } The payload.

---The event PRESENCE_UPDATE with the fields of its sample.
---@class PresenceUpdateEvent
---@field name "PRESENCE_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { user: { id: string }, guild_id: string, status: string, activities: { id: string, name: string, type: number, state: string, created_at: number }[], client_status: { desktop: string } } The payload.

---The event SOUNDBOARD_SOUNDS with the fields of its sample.
---@class SoundboardSoundsEvent
---@field name "SOUNDBOARD_SOUNDS" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { soundboard_sounds: { name: string, sound_id: string, volume: number, emoji_id: string, emoji_name: any, guild_id: string, available: boolean, user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }[], guild_id: string } The payload.

---The event STAGE_INSTANCE_CREATE with the fields of its sample.
---@class StageInstanceCreateEvent
---@field name "STAGE_INSTANCE_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, channel_id: string, topic: string, privacy_level: number, discoverable_disabled: boolean, guild_scheduled_event_id: string } The payload.

---The event STAGE_INSTANCE_DELETE with the fields of its sample.
---@class StageInstanceDeleteEvent
---@field name "STAGE_INSTANCE_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, channel_id: string, topic: string, privacy_level: number, discoverable_disabled: boolean, guild_scheduled_event_id: string } The payload.

---The event STAGE_INSTANCE_UPDATE with the fields of its sample.
---@class StageInstanceUpdateEvent
---@field name "STAGE_INSTANCE_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, channel_id: string, topic: string, privacy_level: number, discoverable_disabled: boolean, guild_scheduled_event_id: string } The payload.

---The event SUBSCRIPTION_CREATE with the fields of its sample.
---@class SubscriptionCreateEvent
---@field name "SUBSCRIPTION_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, user_id: string, sku_ids: string[], renewal_sku_ids: any, entitlement_ids: string[], current_period_start: string, current_period_end: string, status: number, canceled_at: any } The payload.

---The event SUBSCRIPTION_DELETE with the fields of its sample.
---@class SubscriptionDeleteEvent
---@field name "SUBSCRIPTION_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, user_id: string, sku_ids: string[], renewal_sku_ids: any, entitlement_ids: string[], current_period_start: string, current_period_end: string, status: number, canceled_at: string } The payload.

---The event SUBSCRIPTION_UPDATE with the fields of its sample.
---@class SubscriptionUpdateEvent
---@field name "SUBSCRIPTION_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, user_id: string, sku_ids: string[], renewal_sku_ids: any, entitlement_ids: string[], current_period_start: string, current_period_end: string, status: number, canceled_at: any } The payload.

---The event THREAD_CREATE with the fields of its sample.
---@class ThreadCreateEvent
---@field name "THREAD_CREATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, type: number, guild_id: string, parent_id: string, owner_id: string, name: string, last_message_id: string, message_count: number, member_count: number, total_message_sent: number, rate_limit_per_user: number, flags: number, thread_metadata: { archived: boolean, auto_archive_duration: number, archive_timestamp: string, locked: boolean, create_timestamp: string }, newly_created: boolean } The payload.

---The event THREAD_DELETE with the fields of its sample.
---@class ThreadDeleteEvent
---@field name "THREAD_DELETE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, parent_id: string, type: number } The payload.

---The event THREAD_LIST_SYNC with the fields of its sample.
---@class ThreadListSyncEvent
---@field name "THREAD_LIST_SYNC" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, channel_ids: string[], threads: { id: string, type: number, guild_id: string, parent_id: string, owner_id: string, name: string, last_message_id: string, message_count: number, member_count: number, total_message_sent: number, rate_limit_per_user: number, flags: number, thread_metadata: { archived: boolean, auto_archive_duration: number, archive_timestamp: string, locked: boolean, create_timestamp: string } }[], members: { id: string, user_id: string, join_timestamp: string, flags: number }[] } The payload.

---The event THREAD_MEMBERS_UPDATE with the fields of its sample.
---@class ThreadMembersUpdateEvent
---@field name "THREAD_MEMBERS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, member_count: number, added_members: { id: string, user_id: string, join_timestamp: string, flags: number, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }, presence: any }[], removed_member_ids: string[] } The payload.

---The event THREAD_MEMBER_UPDATE with the fields of its sample.
---@class ThreadMemberUpdateEvent
---@field name "THREAD_MEMBER_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, user_id: string, join_timestamp: string, flags: number, guild_id: string } The payload.

---The event THREAD_UPDATE with the fields of its sample.
---@class ThreadUpdateEvent
---@field name "THREAD_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, type: number, guild_id: string, parent_id: string, owner_id: string, name: string, last_message_id: string, message_count: number, member_count: number, total_message_sent: number, rate_limit_per_user: number, flags: number, thread_metadata: { archived: boolean, auto_archive_duration: number, archive_timestamp: string, locked: boolean, create_timestamp: string } } The payload.

---The event TYPING_START with the fields of its sample.
---@class TypingStartEvent
---@field name "TYPING_START" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { channel_id: string, guild_id: string, user_id: string, timestamp: number, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } } } The payload.

---The event USER_UPDATE with the fields of its sample.
---@class UserUpdateEvent
---@field name "USER_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any, bot: boolean } The payload.

---The event VOICE_CHANNEL_EFFECT_SEND with the fields of its sample.
---@class VoiceChannelEffectSendEvent
---@field name "VOICE_CHANNEL_EFFECT_SEND" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { channel_id: string, guild_id: string, user_id: string, emoji: { id: any, name: string }, animation_type: number, animation_id: number } The payload.

---The event VOICE_CHANNEL_START_TIME_UPDATE with the fields of its sample.
---@class VoiceChannelStartTimeUpdateEvent
---@field name "VOICE_CHANNEL_START_TIME_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, voice_start_time: number } The payload.

---The event VOICE_CHANNEL_STATUS_UPDATE with the fields of its sample.
---@class VoiceChannelStatusUpdateEvent
---@field name "VOICE_CHANNEL_STATUS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { id: string, guild_id: string, status: string } The payload.

---The event VOICE_SERVER_UPDATE with the fields of its sample.
---@class VoiceServerUpdateEvent
---@field name "VOICE_SERVER_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { token: string, guild_id: string, endpoint: string } The payload.

---The event VOICE_STATE_UPDATE with the fields of its sample.
---@class VoiceStateUpdateEvent
---@field name "VOICE_STATE_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, channel_id: string, user_id: string, member: { avatar: any, banner: any, communication_disabled_until: any, deaf: boolean, flags: number, joined_at: string, mute: boolean, nick: any, pending: boolean, premium_since: any, roles: string[], user: { id: string, username: string, discriminator: string, global_name: string, avatar: string, avatar_decoration_data: any, public_flags: number, primary_guild: any } }, session_id: string, deaf: boolean, mute: boolean, self_deaf: boolean, self_mute: boolean, self_video: boolean, suppress: boolean, request_to_speak_timestamp: any } The payload.

---The event WEBHOOKS_UPDATE with the fields of its sample.
---@class WebhooksUpdateEvent
---@field name "WEBHOOKS_UPDATE" The event's name.
---@field base_name "Discord" The family it belongs to.
---@field id string Its id.
---@field author string? The user who caused it.
---@field attempt number 1, more when it was delivered again.
---@field data { guild_id: string, channel_id: string } The payload.

---@antiraid/interop: What JSON cannot tell from a Lua table, and figures of the VM.
---@class InteropModule
---@field null any JSON's null, for a field that shall be null rather than absent.
---@field array_metatable any An empty table with this metatable becomes [] rather than {}.
---@field memusage fun(): number Bytes that the guild's VM holds.
---@field memory_limit fun(): number Bytes that it may hold.

---@antiraid/luau: Running source text.
---@class LuauModule
---@field load fun(code: string): Chunk Makes a chunk, which is compiled when it is called.

---@antiraid/json: JSON text and Lua values.
---@class JsonModule
---@field encode fun(value: any): string A value as JSON.
---@field decode fun(text: string): any The value of a JSON text.

---@antiraid/permissions: Kittycat permissions, as tables or as text such as ~moderation.ban.
---@class PermissionsModule
---@field permission_from_string fun(text: string): Permission The table form.
---@field permission_to_string fun(permission: (Permission|string)): string The text form.
---@field has_perm fun(held: (Permission|string)[], wanted: (Permission|string)): boolean Whether a list of permissions grants one.
---@field has_perm_str fun(held: (Permission|string)[], wanted: (Permission|string)): boolean The same.
---@field staff_permissions_resolve fun(staff: StaffPermissions): Permission[] What positions and overrides add up to.
---@field check_patch_changes fun(manager: (Permission|string)[], current: (Permission|string)[], new: (Permission|string)[]): boolean, PatchRefusal? Whether somebody may change permissions so, and why not.

---@antiraid/typesext: 64-bit integers, which numbers cannot hold exactly.
---@class TypesExtModule
---@field U64 fun(value: U64|I64|number|string): U64 An unsigned integer.
---@field I64 fun(value: U64|I64|number|string): I64 A signed integer.
---@field bitu64 BitU64 The operations of bit32 on 64 bits.
---@field randstring fun(length: number): string Letters and digits from a secure source.

---@antiraid/datetime: Times in zones, and spans.
---@class DateTimeModule
---@field new fun(zone: string): TimeZone A time zone by its name, such as Europe/Berlin.
---@field UTC TimeZone The zone UTC.
---@field timedelta_nanos fun(value: number): TimeDelta A span of so many nanos.
---@field timedelta_micros fun(value: number): TimeDelta A span of so many micros.
---@field timedelta_millis fun(value: number): TimeDelta A span of so many millis.
---@field timedelta_seconds fun(value: number): TimeDelta A span of so many seconds.
---@field timedelta_minutes fun(value: number): TimeDelta A span of so many minutes.
---@field timedelta_hours fun(value: number): TimeDelta A span of so many hours.
---@field timedelta_days fun(value: number): TimeDelta A span of so many days.
---@field timedelta_weeks fun(value: number): TimeDelta A span of so many weeks.

---@antiraid/kv: The guild's key-value store. A call names at least one scope and matches records that have all it names.
---@class KvPlugin
---@field get fun(self: KvPlugin, key: string, scopes: string[]): any, boolean The value, and whether there is one.
---@field getrecord fun(self: KvPlugin, key: string, scopes: string[]): KvRecord The record, with exists = false when there is none.
---@field getbyid fun(self: KvPlugin, id: string): any, boolean The value of a record by its id.
---@field getrecordbyid fun(self: KvPlugin, id: string): KvRecord? A record by its id.
---@field exists fun(self: KvPlugin, key: string, scopes: string[]): boolean Whether there is such a record.
---@field keys fun(self: KvPlugin, scopes: string[]): string[] The keys in scopes.
---@field find fun(self: KvPlugin, pattern: string, scopes: string[]): KvRecord[] Records by pattern: % is any run of characters, _ any one.
---@field list_scopes fun(self: KvPlugin): string[] The scopes that hold records.
---@field set fun(self: KvPlugin, key: string, value: any, scopes: string[], expires_at: (DateTime|number|string)?, resume: boolean?): KvWritten Stores a value; when it expires the guild gets KeyExpiry.
---@field setbyid fun(self: KvPlugin, id: string, value: any, expires_at: (DateTime|number|string)?, resume: boolean?): boolean Replaces the value of a record.
---@field setexpiry fun(self: KvPlugin, key: string, scopes: string[], expires_at: (DateTime|number|string)?): boolean Sets when a record expires; never, without a time.
---@field setexpirybyid fun(self: KvPlugin, id: string, expires_at: (DateTime|number|string)?): boolean The same by id.
---@field delete fun(self: KvPlugin, key: string, scopes: string[]): boolean Deletes a record; whether there was one.
---@field deletebyid fun(self: KvPlugin, id: string): boolean The same by id.

---@antiraid/discord: Discord's REST methods: one table of arguments, and Discord's answer.
---@class DiscordPlugin
---@field get_audit_logs fun(self: DiscordPlugin, arguments: { user_id: (string|number|boolean)?, action_type: (string|number|boolean)?, before: (string|number|boolean)?, after: (string|number|boolean)?, limit: (string|number|boolean)? }): any GET /guilds/{guild_id}/audit-logs
---@field list_auto_moderation_rules fun(self: DiscordPlugin): any GET /guilds/{guild_id}/auto-moderation/rules
---@field get_auto_moderation_rule fun(self: DiscordPlugin, arguments: { rule_id: string }): any GET /guilds/{guild_id}/auto-moderation/rules/{rule_id}
---@field create_auto_moderation_rule fun(self: DiscordPlugin, arguments: { data: table<string, any>, reason: string? }): any POST /guilds/{guild_id}/auto-moderation/rules
---@field edit_auto_moderation_rule fun(self: DiscordPlugin, arguments: { rule_id: string, data: table<string, any>, reason: string? }): any PATCH /guilds/{guild_id}/auto-moderation/rules/{rule_id}
---@field delete_auto_moderation_rule fun(self: DiscordPlugin, arguments: { rule_id: string, reason: string? }): any DELETE /guilds/{guild_id}/auto-moderation/rules/{rule_id}
---@field get_guild fun(self: DiscordPlugin, arguments: { with_counts: (string|number|boolean)? }): any GET /guilds/{guild_id}
---@field get_guild_preview fun(self: DiscordPlugin): any GET /guilds/{guild_id}/preview
---@field modify_guild fun(self: DiscordPlugin, arguments: { data: table<string, any>, reason: string? }): any PATCH /guilds/{guild_id}
---@field get_guild_channels fun(self: DiscordPlugin): any GET /guilds/{guild_id}/channels
---@field create_guild_channel fun(self: DiscordPlugin, arguments: { data: table<string, any>, reason: string? }): any POST /guilds/{guild_id}/channels
---@field modify_guild_channel_positions fun(self: DiscordPlugin, arguments: { data: any[] }): any PATCH /guilds/{guild_id}/channels
---@field list_active_guild_threads fun(self: DiscordPlugin): any GET /guilds/{guild_id}/threads/active
---@field get_guild_roles fun(self: DiscordPlugin): any GET /guilds/{guild_id}/roles
---@field get_guild_role fun(self: DiscordPlugin, arguments: { role_id: string }): any GET /guilds/{guild_id}/roles/{role_id}
---@field create_guild_role fun(self: DiscordPlugin, arguments: { data: table<string, any>, reason: string? }): any POST /guilds/{guild_id}/roles
---@field modify_guild_role_positions fun(self: DiscordPlugin, arguments: { data: any[], reason: string? }): any PATCH /guilds/{guild_id}/roles
---@field modify_guild_role fun(self: DiscordPlugin, arguments: { role_id: string, data: table<string, any>, reason: string? }): any PATCH /guilds/{guild_id}/roles/{role_id}
---@field delete_guild_role fun(self: DiscordPlugin, arguments: { role_id: string, reason: string? }): any DELETE /guilds/{guild_id}/roles/{role_id}
---@field get_guild_webhooks fun(self: DiscordPlugin): any GET /guilds/{guild_id}/webhooks
---@field get_invite fun(self: DiscordPlugin, arguments: { code: string, with_counts: (string|number|boolean)?, with_expiration: (string|number|boolean)?, guild_scheduled_event_id: (string|number|boolean)? }): any GET /invites/{code}
---@field delete_invite fun(self: DiscordPlugin, arguments: { code: string, reason: string? }): any DELETE /invites/{code}
---@field get_guild_member fun(self: DiscordPlugin, arguments: { user_id: string }): any GET /guilds/{guild_id}/members/{user_id}
---@field list_guild_members fun(self: DiscordPlugin, arguments: { limit: (string|number|boolean)?, after: (string|number|boolean)? }): any GET /guilds/{guild_id}/members
---@field search_guild_members fun(self: DiscordPlugin, arguments: { query: (string|number|boolean)?, limit: (string|number|boolean)? }): any GET /guilds/{guild_id}/members/search
---@field modify_guild_member fun(self: DiscordPlugin, arguments: { user_id: string, data: table<string, any>, reason: string? }): any PATCH /guilds/{guild_id}/members/{user_id}
---@field add_guild_member_role fun(self: DiscordPlugin, arguments: { user_id: string, role_id: string, reason: string? }): any PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}
---@field remove_guild_member_role fun(self: DiscordPlugin, arguments: { user_id: string, role_id: string, reason: string? }): any DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}
---@field remove_guild_member fun(self: DiscordPlugin, arguments: { user_id: string, reason: string? }): any DELETE /guilds/{guild_id}/members/{user_id}
---@field get_guild_bans fun(self: DiscordPlugin, arguments: { limit: (string|number|boolean)?, before: (string|number|boolean)?, after: (string|number|boolean)? }): any GET /guilds/{guild_id}/bans
---@field get_guild_ban fun(self: DiscordPlugin, arguments: { user_id: string }): any GET /guilds/{guild_id}/bans/{user_id}
---@field create_guild_ban fun(self: DiscordPlugin, arguments: { user_id: string, delete_message_seconds: any, reason: string? }): any PUT /guilds/{guild_id}/bans/{user_id}
---@field remove_guild_ban fun(self: DiscordPlugin, arguments: { user_id: string, reason: string? }): any DELETE /guilds/{guild_id}/bans/{user_id}
---@field get_channel fun(self: DiscordPlugin, arguments: { channel_id: string }): any GET /channels/{channel_id}
---@field edit_channel fun(self: DiscordPlugin, arguments: { channel_id: string, data: table<string, any>, reason: string? }): any PATCH /channels/{channel_id}
---@field delete_channel fun(self: DiscordPlugin, arguments: { channel_id: string, reason: string? }): any DELETE /channels/{channel_id}
---@field edit_channel_permissions fun(self: DiscordPlugin, arguments: { channel_id: string, target_id: string, allow: any, deny: any, kind: any, reason: string? }): any PUT /channels/{channel_id}/permissions/{target_id}
---@field delete_channel_permission fun(self: DiscordPlugin, arguments: { channel_id: string, overwrite_id: string, reason: string? }): any DELETE /channels/{channel_id}/permissions/{overwrite_id}
---@field get_channel_invites fun(self: DiscordPlugin, arguments: { channel_id: string }): any GET /channels/{channel_id}/invites
---@field create_channel_invite fun(self: DiscordPlugin, arguments: { channel_id: string, data: table<string, any>, reason: string? }): any POST /channels/{channel_id}/invites
---@field follow_announcement_channel fun(self: DiscordPlugin, arguments: { channel_id: string, data: table<string, any>, reason: string? }): any POST /channels/{channel_id}/followers
---@field get_channel_webhooks fun(self: DiscordPlugin, arguments: { channel_id: string }): any GET /channels/{channel_id}/webhooks
---@field create_webhook fun(self: DiscordPlugin, arguments: { channel_id: string, data: table<string, any>, reason: string? }): any POST /channels/{channel_id}/webhooks
---@field get_webhook fun(self: DiscordPlugin, arguments: { webhook_id: string }): any GET /webhooks/{webhook_id}
---@field modify_webhook fun(self: DiscordPlugin, arguments: { webhook_id: string, data: table<string, any>, reason: string? }): any PATCH /webhooks/{webhook_id}
---@field delete_webhook fun(self: DiscordPlugin, arguments: { webhook_id: string, reason: string? }): any DELETE /webhooks/{webhook_id}
---@field execute_webhook fun(self: DiscordPlugin, arguments: { webhook_id: string, webhook_token: string, data: table<string, any>, wait: (string|number|boolean)?, thread_id: (string|number|boolean)? }): any POST /webhooks/{webhook_id}/{webhook_token}
---@field get_channel_messages fun(self: DiscordPlugin, arguments: { channel_id: string, around: (string|number|boolean)?, before: (string|number|boolean)?, after: (string|number|boolean)?, limit: (string|number|boolean)? }): any GET /channels/{channel_id}/messages
---@field get_channel_message fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string }): any GET /channels/{channel_id}/messages/{message_id}
---@field create_message fun(self: DiscordPlugin, arguments: { channel_id: string, data: table<string, any> }): any POST /channels/{channel_id}/messages
---@field edit_message fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, data: table<string, any> }): any PATCH /channels/{channel_id}/messages/{message_id}
---@field delete_message fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, reason: string? }): any DELETE /channels/{channel_id}/messages/{message_id}
---@field bulk_delete_messages fun(self: DiscordPlugin, arguments: { channel_id: string, message_ids: any, reason: string? }): any POST /channels/{channel_id}/messages/bulk-delete
---@field crosspost_message fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string }): any POST /channels/{channel_id}/messages/{message_id}/crosspost
---@field create_reaction fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, reaction: string }): any PUT /channels/{channel_id}/messages/{message_id}/reactions/{reaction}/@me
---@field delete_own_reaction fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, reaction: string }): any DELETE /channels/{channel_id}/messages/{message_id}/reactions/{reaction}/@me
---@field delete_user_reaction fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, reaction: string, user_id: string }): any DELETE /channels/{channel_id}/messages/{message_id}/reactions/{reaction}/{user_id}
---@field get_reactions fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, reaction: string, type: (string|number|boolean)?, after: (string|number|boolean)?, limit: (string|number|boolean)? }): any GET /channels/{channel_id}/messages/{message_id}/reactions/{reaction}
---@field delete_all_reactions fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string }): any DELETE /channels/{channel_id}/messages/{message_id}/reactions
---@field delete_all_reactions_for_emoji fun(self: DiscordPlugin, arguments: { channel_id: string, message_id: string, reaction: string }): any DELETE /channels/{channel_id}/messages/{message_id}/reactions/{reaction}
---@field create_interaction_response fun(self: DiscordPlugin, arguments: { interaction_id: string, interaction_token: string, data: table<string, any> }): any POST /interactions/{interaction_id}/{interaction_token}/callback
---@field get_original_interaction_response fun(self: DiscordPlugin, arguments: { interaction_token: string }): any GET /webhooks/{application_id}/{interaction_token}/messages/@original
---@field edit_original_interaction_response fun(self: DiscordPlugin, arguments: { interaction_token: string, data: table<string, any> }): any PATCH /webhooks/{application_id}/{interaction_token}/messages/@original
---@field delete_original_interaction_response fun(self: DiscordPlugin, arguments: { interaction_token: string }): any DELETE /webhooks/{application_id}/{interaction_token}/messages/@original
---@field create_followup_message fun(self: DiscordPlugin, arguments: { interaction_token: string, data: table<string, any> }): any POST /webhooks/{application_id}/{interaction_token}
---@field get_followup_message fun(self: DiscordPlugin, arguments: { interaction_token: string, message_id: string }): any GET /webhooks/{application_id}/{interaction_token}/messages/{message_id}
---@field edit_followup_message fun(self: DiscordPlugin, arguments: { interaction_token: string, message_id: string, data: table<string, any> }): any PATCH /webhooks/{application_id}/{interaction_token}/messages/{message_id}
---@field delete_followup_message fun(self: DiscordPlugin, arguments: { interaction_token: string, message_id: string }): any DELETE /webhooks/{application_id}/{interaction_token}/messages/{message_id}
---@field get_guild_commands fun(self: DiscordPlugin): any GET /applications/{application_id}/guilds/{guild_id}/commands
---@field get_guild_command fun(self: DiscordPlugin, arguments: { command_id: string }): any GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}
---@field create_guild_command fun(self: DiscordPlugin, arguments: { data: table<string, any> }): any POST /applications/{application_id}/guilds/{guild_id}/commands
---@field create_guild_commands fun(self: DiscordPlugin, arguments: { data: any[] }): any PUT /applications/{application_id}/guilds/{guild_id}/commands
---@field antiraid_check_permissions fun(self: DiscordPlugin, options: { user_id: string, needed_permissions: string }): any Looks a member up and raises when it lacks permissions.
---@field antiraid_check_permissions_and_hierarchy fun(self: DiscordPlugin, options: { user_id: string, target_id: string, needed_permissions: string }): any Looks a member up and raises when it lacks permissions.
---@field antiraid_check_channel_permissions fun(self: DiscordPlugin, options: { user_id: string, channel_id: string, needed_permissions: string }): any Looks a member up and raises when it lacks permissions.
---@field antiraid_check_reason fun(self: DiscordPlugin, reason: string) Raises when the audit log would not take a reason.

---Waiting, and coroutines that the host resumes. Waiting holds no thread.
---@class tasklib
task = {}

---Runs a function or resumes a thread now, until it first waits.
---@param f (fun(...: any): ...any)|thread
---@param ... any
---@return thread thread
function task.spawn(f, ...) end

---The same, after the current cycle.
---@param f (fun(...: any): ...any)|thread
---@param ... any
---@return thread thread
function task.defer(f, ...) end

---The same, after so many seconds.
---@param seconds number
---@param f (fun(...: any): ...any)|thread
---@param ... any
---@return thread thread
function task.delay(seconds, f, ...) end

---Waits, at least one cycle, and returns the seconds that passed.
---@param seconds number?
---@return number elapsed
function task.wait(seconds) end

---Ends a thread that waits.
---@param thread thread
function task.cancel(thread) end

---Does nothing; for templates that call it.
function task.synchronize() end

---Does nothing; for templates that call it.
function task.desynchronize() end

---Operations on unsigned 32-bit numbers.
---@class bit32lib
bit32 = {}

---See Luau's library.
---@param ... number
---@return number n
function bit32.band(...) end

---See Luau's library.
---@param ... number
---@return number n
function bit32.bor(...) end

---See Luau's library.
---@param ... number
---@return number n
function bit32.bxor(...) end

---See Luau's library.
---@param ... number
---@return boolean any
function bit32.btest(...) end

---See Luau's library.
---@param n number
---@return number n
function bit32.bnot(n) end

---See Luau's library.
---@param n number
---@param by number
---@return number n
function bit32.lshift(n, by) end

---See Luau's library.
---@param n number
---@param by number
---@return number n
function bit32.rshift(n, by) end

---See Luau's library.
---@param n number
---@param by number
---@return number n
function bit32.arshift(n, by) end

---See Luau's library.
---@param n number
---@param by number
---@return number n
function bit32.lrotate(n, by) end

---See Luau's library.
---@param n number
---@param by number
---@return number n
function bit32.rrotate(n, by) end

---See Luau's library.
---@param n number
---@param at number
---@param width number?
---@return number n
function bit32.extract(n, at, width) end

---See Luau's library.
---@param n number
---@param by number
---@param at number
---@param width number?
---@return number n
function bit32.replace(n, by, at, width) end

---See Luau's library.
---@param n number
---@return number count
function bit32.countlz(n) end

---See Luau's library.
---@param n number
---@return number count
function bit32.countrz(n) end

---See Luau's library.
---@param n number
---@return number n
function bit32.byteswap(n) end

---Blocks of bytes, read and written at offsets from 0.
---@class bufferlib
buffer = {}

---See Luau's library.
---@param size number
---@return buffer b
function buffer.create(size) end

---See Luau's library.
---@param text string
---@return buffer b
function buffer.fromstring(text) end

---See Luau's library.
---@param b buffer
---@return string text
function buffer.tostring(b) end

---See Luau's library.
---@param b buffer
---@return number size
function buffer.len(b) end

---See Luau's library.
---@param target buffer
---@param targetOffset number
---@param source buffer
---@param sourceOffset number?
---@param count number?
function buffer.copy(target, targetOffset, source, sourceOffset, count) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
---@param count number?
function buffer.fill(b, offset, value, count) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param count number
---@return string text
function buffer.readstring(b, offset, count) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param text string
---@param count number?
function buffer.writestring(b, offset, text, count) end

---See Luau's library.
---@param b buffer
---@param bitOffset number
---@param bitCount number
---@return number n
function buffer.readbits(b, bitOffset, bitCount) end

---See Luau's library.
---@param b buffer
---@param bitOffset number
---@param bitCount number
---@param value number
function buffer.writebits(b, bitOffset, bitCount, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readi8(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writei8(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readu8(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writeu8(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readi16(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writei16(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readu16(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writeu16(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readi32(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writei32(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readu32(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writeu32(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readf32(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writef32(b, offset, value) end

---See Luau's library.
---@param b buffer
---@param offset number
---@return number n
function buffer.readf64(b, offset) end

---See Luau's library.
---@param b buffer
---@param offset number
---@param value number
function buffer.writef64(b, offset, value) end

---Three numbers that cannot be changed.
---@class vectorlib
---@field zero vector 0, 0, 0.
---@field one vector 1, 1, 1.
vector = {}

---See Luau's library.
---@param x number
---@param y number
---@param z number?
---@return vector v
function vector.create(x, y, z) end

---See Luau's library.
---@param v vector
---@return number n
function vector.magnitude(v) end

---See Luau's library.
---@param v vector
---@return vector v
function vector.normalize(v) end

---See Luau's library.
---@param a vector
---@param b vector
---@return vector v
function vector.cross(a, b) end

---See Luau's library.
---@param a vector
---@param b vector
---@return number n
function vector.dot(a, b) end

---See Luau's library.
---@param a vector
---@param b vector
---@param axis vector?
---@return number radians
function vector.angle(a, b, axis) end

---See Luau's library.
---@param v vector
---@return vector v
function vector.floor(v) end

---See Luau's library.
---@param v vector
---@return vector v
function vector.ceil(v) end

---See Luau's library.
---@param v vector
---@return vector v
function vector.abs(v) end

---See Luau's library.
---@param v vector
---@return vector v
function vector.sign(v) end

---See Luau's library.
---@param v vector
---@param ... vector
---@return vector v
function vector.min(v, ...) end

---See Luau's library.
---@param v vector
---@param ... vector
---@return vector v
function vector.max(v, ...) end

---See Luau's library.
---@param v vector
---@param low vector
---@param high vector
---@return vector v
function vector.clamp(v, low, high) end

---See Luau's library.
---@param a vector
---@param b vector
---@param t number
---@return vector v
function vector.lerp(a, b, t) end

---See Luau's library.
---@param t any[]
---@param value any
---@param from number?
---@return number? index
function table.find(t, value, from) end

---See Luau's library.
---@param count number
---@param value any
---@return any[] t
function table.create(count, value) end

---See Luau's library.
---@param t any
function table.clear(t) end

---See Luau's library.
---@param t any
---@return any t
function table.clone(t) end

---See Luau's library.
---@param t any
---@return any t
function table.freeze(t) end

---See Luau's library.
---@param t any
---@return boolean frozen
function table.isfrozen(t) end

---See Luau's library.
---@param t any
---@return number n
function table.maxn(t) end

---See Luau's library.
---@param t any
---@return number n
function table.getn(t) end

---See Luau's library.
---@param t any
---@param f fun(key: any, value: any): any
---@return any result
function table.foreach(t, f) end

---See Luau's library.
---@param t any[]
---@param f fun(index: number, value: any): any
---@return any result
function table.foreachi(t, f) end

---See Luau's library.
---@param s string
---@param separator string?
---@return string[] parts
function string.split(s, separator) end

---See Luau's library.
---@param n number
---@param low number
---@param high number
---@return number n
function math.clamp(n, low, high) end

---See Luau's library.
---@param n number
---@return number n
function math.sign(n) end

---See Luau's library.
---@param n number
---@return number n
function math.round(n) end

---See Luau's library.
---@param x number
---@param y number?
---@param z number?
---@return number n
function math.noise(x, y, z) end

---See Luau's library.
---@param a number
---@param b number
---@param t number
---@return number n
function math.lerp(a, b, t) end

---See Luau's library.
---@param n number
---@param fromLow number
---@param fromHigh number
---@param toLow number
---@param toHigh number
---@return number n
function math.map(n, fromLow, fromHigh, toLow, toHigh) end

---See Luau's library.
---@param n number
---@return boolean b
function math.isnan(n) end

---See Luau's library.
---@param n number
---@return boolean b
function math.isinf(n) end

---See Luau's library.
---@param n number
---@return boolean b
function math.isfinite(n) end

---See Luau's library.
---@param a number
---@param b number
---@return number n
function math.pow(a, b) end

---See Luau's library.
---@param n number
---@return number n
function math.log10(n) end
