namespace TemplateFunctions.Core.Authoring;

/// <summary><c>ctx.KV</c>.</summary>
internal static class KvApi
{
    private const string Key = "key: string, scopes: {string}";
    private const string Id = "id: string";
    private const string Expiry = "expires_at: (DateTime | number | string)?";
    private const string Found = "found: boolean";

    public static ApiModule Module { get; } = new("@antiraid/kv", "KvPlugin", "The guild's key-value store. A call names at least one scope and matches records that have all it names.",
    [
        Method("get", Key, "value: any, found: boolean", "The value, and whether there is one."),
        Method("getrecord", Key, "record: KvRecord", "The record, with exists = false when there is none."),
        Method("getbyid", Id, "value: any, found: boolean", "The value of a record by its id."),
        Method("getrecordbyid", Id, "record: KvRecord?", "A record by its id."),
        Method("exists", Key, "exists: boolean", "Whether there is such a record."),
        Method("keys", "scopes: {string}", "keys: {string}", "The keys in scopes."),
        Method("find", "pattern: string, scopes: {string}", "records: {KvRecord}", "Records by pattern: % is any run of characters, _ any one."),
        Method("list_scopes", "", "scopes: {string}", "The scopes that hold records."),
        Method("set", "key: string, value: any, scopes: {string}, " + Expiry + ", resume: boolean?", "written: KvWritten", "Stores a value; when it expires the guild gets KeyExpiry."),
        Method("setbyid", "id: string, value: any, " + Expiry + ", resume: boolean?", Found, "Replaces the value of a record."),
        Method("setexpiry", Key + ", " + Expiry, Found, "Sets when a record expires; never, without a time."),
        Method("setexpirybyid", Id + ", " + Expiry, Found, "The same by id."),
        Method("delete", Key, Found, "Deletes a record; whether there was one."),
        Method("deletebyid", Id, Found, "The same by id."),
    ]) { ContextName = "KV" };

    public static IReadOnlyList<ApiType> Types { get; } =
    [
        new("KvRecord", "A record of the store.",
        [
            new ApiField("exists", "boolean", "Whether there is one; without, only key and exists are there."),
            new ApiField("id", "string", "Its id."),
            new ApiField("key", "string", "Its key."),
            new ApiField("value", "any", "Its value."),
            new ApiField("scopes", "{string}", "Its scopes."),
            new ApiField("created_at", "string", "When it was first stored."),
            new ApiField("last_updated_at", "string", "When it was last stored."),
            new ApiField("expires_at", "string?", "When it expires."),
            new ApiField("resume", "boolean", "Whether the guild gets KeyResume for it when it starts."),
        ]),
        new("KvWritten", "What set did.",
        [
            new ApiField("exists", "boolean", "Whether there was a record before."),
            new ApiField("id", "string", "The record's id."),
        ]),
    ];

    private static ApiFunction Method(string name, string parameters, string returns, string doc) => new(name, parameters, returns, doc, IsMethod: true);
}
