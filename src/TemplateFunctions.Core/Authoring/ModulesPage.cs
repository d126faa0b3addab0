using System.Text;

namespace TemplateFunctions.Core.Authoring;

/// <summary>Writes the description as a page of the docs: the host's modules and plugins, with their functions and types.</summary>
public static class ModulesPage
{
    private const string Head = """
        # Modules and plugins

        What the host offers to templates, generated from the description that the [types for your editor](types.md) come from too.
        A plugin hangs off `ctx` (`ctx.KV:get(...)`) and can be required (`require("@antiraid/kv").new(ctx):get(...)`); its functions are called with a colon.
        A function that waits for the host may be called wherever Lua code runs, also inside `pcall`.

        ## Errors

        A refused call raises a string that ends with its code: a wrong argument is [TF4101](diagnostics/TF4101.md), a missing capability [TF4201](diagnostics/TF4201.md),
        a rate limit [TF3009](diagnostics/TF3009.md), a host without a connection to Discord [TF4301](diagnostics/TF4301.md), a refusal of Discord's [TF4302](diagnostics/TF4302.md).
        Capabilities are named `kv:<action>:<key>`, in one scope `kv[<scope>]:<action>:<key>`, and `discord:<method>`; a `*` may take the place of the key, or of all after the first colon.
        What is not about one key has names of its own: `kv.meta:keys`, `kv.meta[<scope>]:keys`, `kv.meta:list_scopes` and, for the functions that take an id, `kv.meta:id_ops`.
        """;

    /// <summary>The page, in Markdown.</summary>
    public static string Generate()
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var module in ApiDescription.Modules)
        {
            var name = module.ContextName is null ? $"`{module.RequireName}`" : $"`ctx.{module.ContextName}`, `{module.RequireName}`";
            AppendSection(text, "##", name, module.Doc, module.Members);
        }

        foreach (var library in ApiDescription.Libraries.Where(library => !library.IsPartOfLuau))
        {
            AppendSection(text, "##", $"`{library.Name}`", library.Doc, library.Members);
        }

        text.Append("\n## Types\n\nThose of the events are in [types](types.md).\n");
        foreach (var type in ApiDescription.Types.Except(EventTypes.All))
        {
            AppendSection(text, "###", type.Name, type.Doc, type.Members);
        }

        return text.ToString();
    }

    private static void AppendSection(StringBuilder text, string level, string title, string doc, IReadOnlyList<ApiMember> members)
    {
        text.Append($"\n{level} {title}\n\n{doc}\n");
        if (members.Count == 0)
        {
            return;
        }

        text.Append("\n| | |\n|---|---|\n");
        foreach (var member in members)
        {
            text.Append($"| `{Signature(member).Replace("|", "\\|", StringComparison.Ordinal)}` | {member.Doc.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static string Signature(ApiMember member) => member switch
    {
        ApiFunction function => $"{(function.IsMethod ? ":" : "")}{function.Name}({function.Parameters}){(function.Returns.Length == 0 ? "" : $" -> {function.Returns}")}",
        ApiField field => $"{field.Name}: {field.Type}",
        _ => throw new InvalidOperationException($"{member.Name} is neither field nor function."),
    };
}
