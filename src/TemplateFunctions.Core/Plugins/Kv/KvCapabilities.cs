namespace TemplateFunctions.Core.Plugins.Kv;

/// <summary>The capabilities of which one suffices for a KV operation, the narrowest first: that is the one a refusal names.</summary>
internal static class KvCapabilities
{
    public const string ListScopes = "kv.meta:list_scopes";
    public const string ById = "kv.meta:id_ops";
    public const string Everything = "kv:*";

    /// <summary>For an operation on a key, or on a pattern of keys.</summary>
    public static string[] ForKey(string action, string key, IReadOnlyList<string> scopes) =>
    [
        $"kv:{action}:{key}",
        $"kv:{action}:*",
        Everything,
        .. scopes.SelectMany(scope => (string[])[$"kv[{scope}]:{action}:{key}", $"kv[{scope}]:{action}:*", $"kv[{scope}]:{action}", $"kv[{scope}]:*"]),
    ];

    /// <summary>For the list of all keys in a scope.</summary>
    public static string[] ForKeys(IReadOnlyList<string> scopes) =>
        ["kv.meta:keys", Everything, .. scopes.SelectMany(scope => (string[])[$"kv.meta[{scope}]:keys", $"kv[{scope}]:*"])];
}
