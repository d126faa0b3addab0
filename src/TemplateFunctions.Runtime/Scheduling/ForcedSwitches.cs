namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// What tests drive preemption with: the slice ends at a look of the hook that they choose, or at looks that a seed chooses, whatever the
/// clock says. All zero in service, where the clock alone decides.
/// </summary>
internal struct ForcedSwitches
{
    /// <summary>VM instructions between two looks, the kernel's own among them.</summary>
    public int Period;

    /// <summary>Looks until the slice ends; 0 when none is chosen.</summary>
    public int After;

    /// <summary>One of so many looks ends the slice; 0 for none.</summary>
    public uint Odds;

    /// <summary>Chooses them; never 0.</summary>
    public ulong Seed;

    /// <summary>Whether the slice ends at this look.</summary>
    public bool IsDue()
    {
        var chosen = After != 0 && --After == 0;
        if (Odds == 0)
        {
            return chosen;
        }

        Seed ^= Seed << 13;
        Seed ^= Seed >> 7;
        Seed ^= Seed << 17;
        return chosen || (Seed >> 33) % Odds == 0;
    }
}
