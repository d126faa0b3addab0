using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Kv;

/// <summary>
/// <c>ctx.KV</c>: the guild's key-value store. Records live in scopes; a call names at least one, and matches records that have all
/// of those it names. Every operation checks its arguments, then the capability, then the rate limit.
/// </summary>
internal sealed partial class KvPlugin(IKvStore store, RateLimiter limiter, TimeProvider time)
{
    private const string Operation = "kv";
    public const int MostRecords = 1000;

    public HostModule Module() => new()
    {
        Name = "@antiraid/kv",
        ContextName = "KV",
        Functions =
        [
            new("get", Get),
            new("getrecord", GetRecord),
            new("getbyid", GetById),
            new("getrecordbyid", GetRecordById),
            new("exists", Exists),
            new("keys", Keys),
            new("find", Find),
            new("list_scopes", ListScopes),
            new("set", Set),
            new("setbyid", SetById),
            new("setexpiry", SetExpiry),
            new("setexpirybyid", SetExpiryById),
            new("delete", Delete),
            new("deletebyid", DeleteById),
        ],
    };

    /// <summary>get(key, scopes) -> value, found</summary>
    private HostReturn Get(HostCall call) => Read(call, "get", (_, record) => ValueAndFound(record));

    /// <summary>getrecord(key, scopes) -> record, with <c>exists = false</c> when there is none</summary>
    private HostReturn GetRecord(HostCall call) => Read(call, "get", (key, record) => HostReturn.Of(KvJson.Record(key, record)));

    /// <summary>exists(key, scopes) -> boolean</summary>
    private HostReturn Exists(HostCall call) => Read(call, "exists", (_, record) => HostReturn.Of(record is not null));

    /// <summary>getbyid(id) -> value, found</summary>
    private HostReturn GetById(HostCall call) => ReadById(call, ValueAndFound);

    /// <summary>getrecordbyid(id) -> record or nil</summary>
    private HostReturn GetRecordById(HostCall call) =>
        ReadById(call, record => HostReturn.Of(record is null ? LuaValue.Nil : KvJson.Record(record.Key, record)));

    /// <summary>keys(scopes) -> list of keys</summary>
    private HostReturn Keys(HostCall call)
    {
        var scopes = KvArguments.Scopes(call, 1);
        var (run, cancellation) = Enter(call, KvCapabilities.ForKeys(scopes));
        return PluginWork.Start(async () => HostReturn.Of(KvJson.Texts(await store.KeysAsync(run.Guild, scopes, cancellation).ConfigureAwait(false))));
    }

    /// <summary>find(pattern, scopes) -> list of records; % is any run of characters, _ any one</summary>
    private HostReturn Find(HostCall call)
    {
        var pattern = KvArguments.Key(call, 1, "pattern");
        var scopes = KvArguments.Scopes(call, 2);
        var (run, cancellation) = Enter(call, KvCapabilities.ForKey("find", pattern, scopes));
        return PluginWork.Start(async () =>
            HostReturn.Of(KvJson.Records(await store.FindAsync(run.Guild, pattern, scopes, MostRecords, cancellation).ConfigureAwait(false))));
    }

    /// <summary>list_scopes() -> list of scopes that hold at least one record</summary>
    private HostReturn ListScopes(HostCall call)
    {
        var (run, cancellation) = Enter(call, KvCapabilities.ListScopes, KvCapabilities.Everything);
        return PluginWork.Start(async () => HostReturn.Of(KvJson.Texts(await store.ListScopesAsync(run.Guild, cancellation).ConfigureAwait(false))));
    }

    private HostReturn Read(HostCall call, string action, Func<string, KvRecord?, HostReturn> answer)
    {
        var key = KvArguments.Key(call, 1);
        var scopes = KvArguments.Scopes(call, 2);
        var (run, cancellation) = Enter(call, KvCapabilities.ForKey(action, key, scopes));
        return PluginWork.Start(async () => answer(key, await store.GetAsync(run.Guild, key, scopes, cancellation).ConfigureAwait(false)));
    }

    private HostReturn ReadById(HostCall call, Func<KvRecord?, HostReturn> answer)
    {
        var id = KvArguments.Id(call);
        var (run, cancellation) = Enter(call, KvCapabilities.ById, KvCapabilities.Everything);
        return PluginWork.Start(async () => answer(await store.GetByIdAsync(run.Guild, id, cancellation).ConfigureAwait(false)));
    }

    private (RunInfo Run, CancellationToken Cancellation) Enter(HostCall call, params ReadOnlySpan<string> anyOf)
    {
        call.RequireCapability(anyOf);
        limiter.Take(call.Run.Guild, Operation);
        return (call.Run, call.Cancellation);
    }

    private static HostReturn ValueAndFound(KvRecord? record) =>
        HostReturn.Of(record is null ? LuaValue.Nil : LuaValue.FromJson(record.Value), record is not null);
}
