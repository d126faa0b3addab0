namespace TemplateFunctions.Runtime.Limits;

/// <summary>Processor time of a guild as callers and operators see it.</summary>
/// <param name="Used">What the guild has used and the passing of time has not given back yet.</param>
/// <param name="Limit">What it may have used: <see cref="RuntimeLimits.GuildCpu"/>.</param>
/// <param name="Window">In which time that much comes back: <see cref="RuntimeLimits.GuildCpuWindow"/>.</param>
/// <param name="Wait">How long the guild's runs stand still; zero unless the limit was reached.</param>
public readonly record struct GuildCpu(TimeSpan Used, TimeSpan Limit, TimeSpan Window, TimeSpan Wait)
{
    /// <summary>Whether the limit was reached and the guild's runs wait.</summary>
    public bool IsUsedUp => Wait > TimeSpan.Zero;
}
