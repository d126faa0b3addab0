using TemplateFunctions.Core.Execution;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>A delivered run and what it came to.</summary>
/// <param name="Guild">Whose run it was.</param>
/// <param name="Template">The template's name.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="Outcome">The stored outcome.</param>
public sealed record SettledRun(GuildId Guild, string Template, string EventName, ExecutionOutcome Outcome);
