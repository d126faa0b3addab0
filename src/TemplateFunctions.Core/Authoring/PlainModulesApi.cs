namespace TemplateFunctions.Core.Authoring;

/// <summary>Modules that are a handful of functions.</summary>
internal static class PlainModulesApi
{
    private const string Permission = "(Permission | string)";

    public static ApiModule Json { get; } = new("@antiraid/json", "JsonModule", "JSON text and Lua values.",
    [
        new ApiFunction("encode", "value: any", "text: string", "A value as JSON."),
        new ApiFunction("decode", "text: string", "value: any", "The value of a JSON text."),
    ]);

    public static ApiModule Permissions { get; } = new("@antiraid/permissions", "PermissionsModule", "Kittycat permissions, as tables or as text such as ~moderation.ban.",
    [
        new ApiFunction("permission_from_string", "text: string", "permission: Permission", "The table form."),
        new ApiFunction("permission_to_string", "permission: " + Permission, "text: string", "The text form."),
        new ApiFunction("has_perm", $"held: {{{Permission}}}, wanted: {Permission}", "held: boolean", "Whether a list of permissions grants one."),
        new ApiFunction("has_perm_str", $"held: {{{Permission}}}, wanted: {Permission}", "held: boolean", "The same."),
        new ApiFunction("staff_permissions_resolve", "staff: StaffPermissions", "permissions: {Permission}", "What positions and overrides add up to."),
        new ApiFunction("check_patch_changes", $"manager: {{{Permission}}}, current: {{{Permission}}}, new: {{{Permission}}}", "allowed: boolean, refusal: PatchRefusal?", "Whether somebody may change permissions so, and why not."),
    ]);

    public static IReadOnlyList<ApiType> Types { get; } =
    [
        new("Permission", "A kittycat permission.",
        [
            new ApiField("namespace", "string", "What comes before the dot."),
            new ApiField("perm", "string", "What comes after it."),
            new ApiField("negator", "boolean", "Whether it takes away."),
        ]),
        new("StaffPosition", "A position of a staff member.",
        [
            new ApiField("id", "string", "Its id."),
            new ApiField("index", "number", "Its rank; 0 is the highest."),
            new ApiField("perms", $"{{{Permission}}}", "What it grants."),
        ]),
        new("StaffPermissions", "A staff member's positions and overrides.",
        [
            new ApiField("user_positions", "{StaffPosition}", "The positions."),
            new ApiField("perm_overrides", $"{{{Permission}}}", "What counts above all positions."),
        ]),
        new("PatchRefusal", "Why permissions may not be changed so.",
        [
            new ApiField("type", "string", "NoPermission or LacksNegatorForWildcard."),
            new ApiField("permission", "Permission?", "What the manager does not hold."),
            new ApiField("wildcard", "Permission?", "The wildcard that grants too much."),
            new ApiField("negator", "Permission?", "The negation that it lacks."),
        ]),
    ];
}
