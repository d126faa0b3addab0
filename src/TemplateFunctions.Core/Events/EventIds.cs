namespace TemplateFunctions.Core.Events;

/// <summary>Ids for events and executions whose sender gives none.</summary>
public static class EventIds
{
    /// <summary>32 lower-case hex digits: unique, and later ones sort after earlier ones.</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    }
}
