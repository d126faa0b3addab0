namespace TemplateFunctions.Core.Plugins.Permissions;

/// <summary>The rules of kittycat permissions.</summary>
internal static class PermissionRules
{
    /// <summary>Whether the held permissions grant the wanted one. <c>global.*</c> grants everything; otherwise a negator wins.</summary>
    public static bool Has(IReadOnlyList<Permission> held, Permission wanted)
    {
        if (held.Any(one => one is { Negator: false, Namespace: Permission.Global, Perm: Permission.All }))
        {
            return true;
        }

        var concerned = held.Where(one =>
            (one.Namespace == wanted.Namespace || one.Namespace == Permission.Global) && (one.Perm == Permission.All || one.Perm == wanted.Perm));
        return concerned.Any() && !concerned.Any(one => one.Negator);
    }

    /// <summary>
    /// What somebody with these positions and overrides may do. Positions apply from the highest index to the lowest, overrides last;
    /// what applies later replaces its own opposite, and a wildcard drops the negators of its namespace that came before.
    /// </summary>
    public static IReadOnlyList<Permission> Resolve(IEnumerable<StaffPosition> positions, IReadOnlyList<Permission> overrides)
    {
        var applied = new List<Permission>();
        foreach (var position in positions.Append(new StaffPosition(0, overrides)).OrderByDescending(position => position.Index))
        {
            foreach (var permission in position.Perms)
            {
                Apply(applied, permission);
            }
        }

        return applied;
    }

    /// <summary>Whether a manager may change somebody's permissions; null, or why not.</summary>
    public static PatchRefusal? CheckPatch(IReadOnlyList<Permission> manager, IReadOnlyList<Permission> current, IReadOnlyList<Permission> wanted)
    {
        foreach (var changed in current.Except(wanted).Concat(wanted.Except(current)))
        {
            var plain = changed with { Negator = false };
            if (!Has(manager, plain))
            {
                return new PatchRefusal(plain, null);
            }

            // Who gives all of a namespace must also give what is denied to himself there.
            var denied = manager.Where(one => one.Negator && one.Namespace == changed.Namespace).Except(wanted);
            if (changed.Perm == Permission.All && denied.Any())
            {
                return new PatchRefusal(denied.First(), changed);
            }
        }

        return null;
    }

    private static void Apply(List<Permission> applied, Permission permission)
    {
        if (permission.Perm == Permission.Clear)
        {
            applied.RemoveAll(one => permission.Namespace is Permission.Global || one.Namespace == permission.Namespace);
            return;
        }

        if (permission is { Negator: false, Perm: Permission.All })
        {
            applied.RemoveAll(one => one.Negator && one.Namespace == permission.Namespace);
        }

        applied.Remove(permission with { Negator = !permission.Negator });
        if (!applied.Contains(permission))
        {
            applied.Add(permission);
        }
    }
}
