using System.Runtime.CompilerServices;
using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>Templates in the embedded store.</summary>
internal sealed class EmbeddedTemplateStore(LogEngine engine, TemplateTable table) : ITemplateStore
{
    public ValueTask<TemplateRecord?> GetAsync(GuildId guild, string name, CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.Of(Area.Templates, guild), () => Find(guild, name), cancellation);

    public ValueTask<TemplateSet> ListAsync(GuildId guild, CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.Of(Area.Templates, guild), () => table.SetOf(guild), cancellation);

    public ValueTask<TemplatePut> PutAsync(TemplateRecord record, string? ifMatch = null, CancellationToken cancellation = default) =>
        engine.WriteAsync(Partition.Of(Area.Templates, record.Guild), transaction => Put(transaction, record, ifMatch), cancellation);

    public ValueTask<bool> DeleteAsync(GuildId guild, string name, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            Partition.Of(Area.Templates, guild),
            transaction =>
            {
                transaction.Delete(table, TemplateTable.Key(guild, name));
                return transaction.HasChanges;
            },
            cancellation);

    public async IAsyncEnumerable<GuildId> GuildsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var guild in await engine.ReadAsync(Partition.All, () => table.Guilds.ToArray(), cancellation).ConfigureAwait(false))
        {
            yield return guild;
        }
    }

    private TemplateRecord? Find(GuildId guild, string name) =>
        table.TryGet(TemplateTable.Key(guild, name), out var row) ? row.Meta : null;

    private TemplatePut Put(Transaction transaction, TemplateRecord record, string? ifMatch)
    {
        var found = Find(record.Guild, record.Name);
        if (ifMatch is not null && ifMatch != (found?.ETag ?? ""))
        {
            return new TemplatePut(TemplatePutStatus.Conflict, found);
        }

        if (found is null && table.CountOf(record.Guild) >= StorageLimits.TemplatesPerGuild)
        {
            return new TemplatePut(TemplatePutStatus.GuildFull, null);
        }

        var stored = record with
        {
            ETag = Guid.NewGuid().ToString("N"),
            CreatedAt = found?.CreatedAt ?? record.CreatedAt,
            Files = new Dictionary<string, string>(record.Files, StringComparer.Ordinal),
            Events = [.. record.Events],
            AllowedCaps = [.. record.AllowedCaps],
        };
        transaction.Put(table, TemplateTable.Key(record.Guild, record.Name), stored);
        return new TemplatePut(found is null ? TemplatePutStatus.Created : TemplatePutStatus.Replaced, stored);
    }
}
