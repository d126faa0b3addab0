using System.Text;

namespace TemplateFunctions.Core.Authoring;

/// <summary>Writes the description as Luau definition files: one of global types for luau-lsp, and a module stub for each <c>require</c>.</summary>
public static class LuauDefinitions
{
    private const string Head = "-- Generated from the description in code; do not edit.\n";

    /// <summary>File name to text.</summary>
    public static IReadOnlyDictionary<string, string> Generate()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["templatefunctions.d.luau"] = Definitions() };
        foreach (var module in ApiDescription.Modules)
        {
            files[module.RequireName.TrimStart('@') + ".luau"] = Stub(module);
        }

        return files;
    }

    private static string Definitions()
    {
        var text = new StringBuilder(Head);
        foreach (var type in ApiDescription.Types)
        {
            text.Append($"\n-- {type.Doc}\n");
            if (type.IsObject)
            {
                AppendClass(text, type.Name, type.Members, type.Operators);
            }
            else
            {
                text.Append($"export type {type.Name} = {Table(type.Name, type.Members)}\n");
            }
        }

        foreach (var module in ApiDescription.Modules)
        {
            text.Append($"\n-- {module.RequireName}: {module.Doc}\n");
            if (module.ContextName is not null)
            {
                AppendClass(text, module.TypeName, module.Members, []);
            }
            else
            {
                text.Append($"export type {module.TypeName} = {Table(module.TypeName, module.Members)}\n");
            }
        }

        foreach (var library in ApiDescription.Libraries.Where(library => !library.IsPartOfLuau))
        {
            text.Append($"\n-- {library.Doc}\ndeclare {library.Name}: {Table(library.Name, library.Members)}\n");
        }

        return text.ToString();
    }

    private static string Stub(ApiModule module)
    {
        var type = module.ContextName is null ? module.TypeName : $"{{ new: (ctx: Context) -> {module.TypeName} }}";
        return $"--!strict\n{Head}-- {module.Doc}\nlocal module: {type} = nil :: any\nreturn module\n";
    }

    private static void AppendClass(StringBuilder text, string name, IEnumerable<ApiMember> members, IEnumerable<ApiOperator> operators)
    {
        text.Append($"declare extern type {name} with\n");
        foreach (var member in members)
        {
            text.Append($"\t-- {member.Doc}\n");
            text.Append(member switch
            {
                ApiField field => $"\t{field.Name}: {field.Type}\n",
                ApiFunction { IsMethod: true } function => $"\tfunction {function.Name}({Join("self", Parameters(function.Parameters))}): {Result(function.Returns)}\n",
                ApiFunction function => $"\t{function.Name}: {FunctionType(null, function)}\n",
                _ => throw new InvalidOperationException($"{name}.{member.Name} is neither field nor function."),
            });
        }

        foreach (var op in operators)
        {
            text.Append($"\tfunction {op.Name}(self{(op.Operand is null ? "" : $", other: {op.Operand}")}): {op.Result}\n");
        }

        text.Append("end\n");
    }

    private static string Table(string name, IReadOnlyList<ApiMember> members)
    {
        var text = new StringBuilder("{\n");
        foreach (var member in members)
        {
            var type = member is ApiField field ? field.Type : FunctionType(name, (ApiFunction)member);
            text.Append($"\t-- {member.Doc}\n\t{member.Name}: {type},\n");
        }

        return text.Append('}').ToString();
    }

    private static string FunctionType(string? self, ApiFunction function)
    {
        var parameters = TypedList.Parse(function.Parameters).Select(p => p.Name == "..." ? "..." + p.Type : $"{p.Name}: {p.Type}");
        return $"({Join(function.IsMethod ? $"self: {self}" : "", string.Join(", ", parameters))}) -> {Result(function.Returns)}";
    }

    private static string Parameters(string parameters) => string.Join(", ", TypedList.Parse(parameters).Select(p => $"{p.Name}: {p.Type}"));

    private static string Result(string returns) => TypedList.Parse(returns) switch
    {
        [] => "()",
        [("...", var type)] => "..." + type,
        [var (_, type)] => type,
        var several => $"({string.Join(", ", several.Select(r => r.Type))})",
    };

    private static string Join(string first, string rest) => first.Length == 0 || rest.Length == 0 ? first + rest : $"{first}, {rest}";
}
