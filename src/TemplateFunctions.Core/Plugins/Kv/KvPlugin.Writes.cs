using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Kv;

/// <summary>The operations that write. Each carries the epoch of the run, by which the store refuses a process that lost the guild.</summary>
internal sealed partial class KvPlugin
{
    /// <summary>set(key, value, scopes, expires_at?, resume?) -> {exists, id}</summary>
    private HostReturn Set(HostCall call)
    {
        var key = KvArguments.Key(call, 1);
        var scopes = KvArguments.Scopes(call, 3);
        var expiry = KvArguments.Expiry(call, 4, time.GetUtcNow());
        var resume = KvArguments.Resume(call, 5);
        var entry = new KvEntry(key, scopes, KvArguments.Value(call, 2), expiry, resume);
        var (run, cancellation) = Enter(call, KvCapabilities.ForKey("set", key, scopes));
        return PluginWork.Start(async () =>
            HostReturn.Of(KvJson.Written(Checked(await store.SetAsync(run.Guild, run.Epoch, entry, cancellation).ConfigureAwait(false)))));
    }

    /// <summary>setbyid(id, value, expires_at?, resume?) -> whether there was such a record</summary>
    private HostReturn SetById(HostCall call)
    {
        var id = KvArguments.Id(call);
        var value = KvArguments.Value(call, 2);
        var expiry = KvArguments.Expiry(call, 3, time.GetUtcNow());
        var resume = KvArguments.Resume(call, 4);
        return Write(call, [KvCapabilities.ById, KvCapabilities.Everything], (run, cancellation) =>
            store.SetByIdAsync(run.Guild, run.Epoch, id, value, expiry, resume, cancellation));
    }

    /// <summary>setexpiry(key, scopes, expires_at?) -> whether there was such a record; without a time it never expires</summary>
    private HostReturn SetExpiry(HostCall call)
    {
        var key = KvArguments.Key(call, 1);
        var scopes = KvArguments.Scopes(call, 2);
        var expiry = KvArguments.Expiry(call, 3, time.GetUtcNow());
        return Write(call, KvCapabilities.ForKey("set", key, scopes), (run, cancellation) =>
            store.SetExpiryAsync(run.Guild, run.Epoch, key, scopes, expiry, cancellation));
    }

    /// <summary>setexpirybyid(id, expires_at?) -> whether there was such a record</summary>
    private HostReturn SetExpiryById(HostCall call)
    {
        var id = KvArguments.Id(call);
        var expiry = KvArguments.Expiry(call, 2, time.GetUtcNow());
        return Write(call, [KvCapabilities.ById, KvCapabilities.Everything], (run, cancellation) =>
            store.SetExpiryByIdAsync(run.Guild, run.Epoch, id, expiry, cancellation));
    }

    /// <summary>delete(key, scopes) -> whether there was such a record</summary>
    private HostReturn Delete(HostCall call)
    {
        var key = KvArguments.Key(call, 1);
        var scopes = KvArguments.Scopes(call, 2);
        return Write(call, KvCapabilities.ForKey("delete", key, scopes), (run, cancellation) =>
            store.DeleteAsync(run.Guild, run.Epoch, key, scopes, cancellation));
    }

    /// <summary>deletebyid(id) -> whether there was such a record</summary>
    private HostReturn DeleteById(HostCall call)
    {
        var id = KvArguments.Id(call);
        return Write(call, [KvCapabilities.ById, KvCapabilities.Everything], (run, cancellation) =>
            store.DeleteByIdAsync(run.Guild, run.Epoch, id, cancellation));
    }

    private HostReturn Write(HostCall call, ReadOnlySpan<string> anyOf, Func<RunInfo, CancellationToken, ValueTask<KvWrite>> write)
    {
        var (run, cancellation) = Enter(call, anyOf);
        return PluginWork.Start(async () => HostReturn.Of(Checked(await write(run, cancellation).ConfigureAwait(false)).Status == KvWriteStatus.Ok));
    }

    private static KvWrite Checked(KvWrite write) => write.Status switch
    {
        KvWriteStatus.Fenced => throw new ScriptException("TF5010", "this process no longer owns the guild, nothing was written"),
        KvWriteStatus.QuotaExceeded => throw new ScriptException(
            "TF3017", $"the guild's KV store is full: at most {StorageLimits.KvRecordsPerGuild} records and {StorageLimits.KvBytesPerGuild} bytes"),
        _ => write,
    };
}
