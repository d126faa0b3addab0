namespace TemplateFunctions.Core.Plugins.Permissions;

/// <summary>
/// A kittycat permission: <c>namespace.perm</c>, taken away with a leading <c>~</c>. <c>*</c> as perm means all of the namespace, the
/// namespace <c>global</c> stands for every namespace, and <c>@clear</c> as perm drops what lower positions gave.
/// </summary>
internal readonly record struct Permission(string Namespace, string Perm, bool Negator)
{
    public const string Global = "global";
    public const string All = "*";
    public const string Clear = "@clear";

    /// <summary>A text without a namespace belongs to <c>global</c>.</summary>
    public static Permission Parse(string text)
    {
        var negator = text.StartsWith('~');
        var rest = negator ? text[1..] : text;
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < rest.Length - 1
            ? new Permission(rest[..dot], rest[(dot + 1)..], negator)
            : new Permission(Global, rest, negator);
    }

    public override string ToString() => $"{(Negator ? "~" : "")}{Namespace}.{Perm}";
}

/// <summary>What one staff position gives. Positions with a lower index stand higher.</summary>
internal sealed record StaffPosition(long Index, IReadOnlyList<Permission> Perms);

/// <summary>Why a change of permissions is refused.</summary>
/// <param name="Permission">What the manager lacks; or the negator that must go with the wildcard.</param>
/// <param name="Wildcard">The changed wildcard, when a negator is missing.</param>
internal sealed record PatchRefusal(Permission Permission, Permission? Wildcard);
