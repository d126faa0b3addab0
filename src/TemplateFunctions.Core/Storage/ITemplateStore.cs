using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>The templates of all guilds. One guild's templates live in one partition.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface ITemplateStore
{
    /// <summary>One template, or null.</summary>
    ValueTask<TemplateRecord?> GetAsync(GuildId guild, string name, CancellationToken cancellation = default);

    /// <summary>All templates of the guild; an empty set when it has none. Cheap enough to be called for every event.</summary>
    ValueTask<TemplateSet> ListAsync(GuildId guild, CancellationToken cancellation = default);

    /// <summary>
    /// Writes the record as given, apart from its etag, and keeps the <c>created_at</c> of a record it replaces.
    /// <paramref name="ifMatch"/> is the etag the caller has seen: null writes in any case, an empty string only creates.
    /// </summary>
    ValueTask<TemplatePut> PutAsync(TemplateRecord record, string? ifMatch = null, CancellationToken cancellation = default);

    /// <summary>False when there was no such template.</summary>
    ValueTask<bool> DeleteAsync(GuildId guild, string name, CancellationToken cancellation = default);

    /// <summary>The guilds that have at least one template, in no particular order.</summary>
    IAsyncEnumerable<GuildId> GuildsAsync(CancellationToken cancellation = default);
}

/// <summary>What became of a template write.</summary>
public enum TemplatePutStatus
{
    /// <summary>The template is new and stored.</summary>
    Created,

    /// <summary>An existing template was replaced.</summary>
    Replaced,

    /// <summary>The stored etag is not the given one; nothing was written.</summary>
    Conflict,

    /// <summary>The guild has <see cref="StorageLimits.TemplatesPerGuild"/> templates already; nothing was written.</summary>
    GuildFull,
}

/// <summary>The answer to a template write; <paramref name="Record"/> is what is stored now, null when nothing is.</summary>
public sealed record TemplatePut(TemplatePutStatus Status, TemplateRecord? Record);
