using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>Who is calling a host function: safe to keep across an await.</summary>
/// <param name="Guild">The guild whose VM runs.</param>
/// <param name="Template">The template's name.</param>
/// <param name="OwnerGuild">The guild that owns the template.</param>
/// <param name="RunId">The run.</param>
/// <param name="EventId">The event that the run answers.</param>
/// <param name="Attempt">1 on the event's first delivery.</param>
/// <param name="Epoch">Fence for side effects.</param>
public sealed record RunInfo(GuildId Guild, string Template, GuildId OwnerGuild, string RunId, string EventId, int Attempt, long Epoch);
