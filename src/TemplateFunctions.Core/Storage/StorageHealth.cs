namespace TemplateFunctions.Core.Storage;

/// <summary>What readiness tells about the storage.</summary>
/// <param name="Writable">False while writes are refused.</param>
/// <param name="Code">Why not: one of <see cref="StorageCodes"/>.</param>
/// <param name="Detail">One sentence for the operator.</param>
/// <param name="Since">Since when.</param>
public sealed record StorageHealth(bool Writable, string? Code = null, string? Detail = null, DateTimeOffset? Since = null);

/// <summary>Tells whether the storage accepts writes.</summary>
public interface IStorageHealth
{
    /// <summary>The state now; never blocks.</summary>
    StorageHealth Current { get; }
}
