using TemplateFunctions.Core.Lifecycle;

namespace TemplateFunctions.Core.Guilds;

/// <summary>Where a guild's state is kept between operations. All but <see cref="Changed"/> is called in the guild's turn.</summary>
internal interface IStateKeeper
{
    /// <summary>The state to go on from, or null when it is the one in memory.</summary>
    ValueTask<GuildVmState?> LoadAsync();

    /// <summary>Keeps a state that a crash must not forget, before its effects are carried out.</summary>
    ValueTask KeepAsync(GuildVmState state);

    /// <summary>An operation failed: what is stored is not known.</summary>
    void Doubt();

    /// <summary>An operation is over; what it changed may have to be told.</summary>
    void Changed();

    /// <summary>Writes counters that may be written late.</summary>
    ValueTask FlushAsync(GuildVmState state);
}
