using System.Text;

namespace TemplateFunctions.Core.Authoring;

/// <summary>Writes the description for LuaLS: a meta file of classes and globals, and one for each <c>require</c>.</summary>
public static class LuaLsDefinitions
{
    private const string Head = "-- Generated from the description in code; do not edit.\n";

    /// <summary>File name to text.</summary>
    public static IReadOnlyDictionary<string, string> Generate()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["templatefunctions.lua"] = Definitions() };
        foreach (var module in ApiDescription.Modules)
        {
            files[module.RequireName + ".lua"] = Stub(module);
        }

        return files;
    }

    private static string Definitions()
    {
        var text = new StringBuilder("---@meta\n" + Head + "\n---@class buffer\n\n---@class vector\n---@field x number\n---@field y number\n---@field z number\n");
        foreach (var type in ApiDescription.Types)
        {
            AppendClass(text, type.Name, type.Doc, type.Members, type.Operators);
        }

        foreach (var module in ApiDescription.Modules)
        {
            AppendClass(text, module.TypeName, $"{module.RequireName}: {module.Doc}", module.Members, []);
        }

        foreach (var library in ApiDescription.Libraries)
        {
            AppendLibrary(text, library);
        }

        return text.ToString();
    }

    /// <summary>LuaLS takes no name with <c>@</c> or <c>/</c> after <c>meta</c>: it finds the stub by its path.</summary>
    private static string Stub(ApiModule module)
    {
        var type = module.ContextName is null ? module.TypeName : $"{{ new: fun(ctx: Context): {module.TypeName} }}";
        return $"---@meta\n{Head}-- {module.Doc}\n---@type {type}\nlocal module\nreturn module\n";
    }

    private static void AppendClass(StringBuilder text, string name, string doc, IEnumerable<ApiMember> members, IEnumerable<ApiOperator> operators)
    {
        text.Append($"\n---{doc}\n---@class {name}\n");
        // LuaLS knows no operators of comparison.
        foreach (var op in operators.Where(op => op.Name is not ("__lt" or "__le")))
        {
            text.Append($"---@operator {op.Name[2..]}{(op.Operand is null ? "" : $"({LuaLsType.Of(op.Operand)})")}: {LuaLsType.Of(op.Result)}\n");
        }

        foreach (var member in members)
        {
            text.Append($"---@field {member.Name} {(member is ApiField field ? LuaLsType.Of(field.Type) : FunctionType(name, (ApiFunction)member))} {member.Doc}\n");
        }
    }

    private static void AppendLibrary(StringBuilder text, ApiLibrary library)
    {
        // Lua's own libraries are only added to.
        if (library.Name is not ("table" or "string" or "math"))
        {
            text.Append($"\n---{library.Doc}\n---@class {library.Name}lib\n");
            foreach (var field in library.Members.OfType<ApiField>())
            {
                text.Append($"---@field {field.Name} {LuaLsType.Of(field.Type)} {field.Doc}\n");
            }

            text.Append($"{library.Name} = {{}}\n");
        }

        foreach (var function in library.Members.OfType<ApiFunction>())
        {
            AppendFunction(text, library.Name, function);
        }
    }

    private static void AppendFunction(StringBuilder text, string library, ApiFunction function)
    {
        var parameters = TypedList.Parse(function.Parameters);
        text.Append($"\n---{function.Doc}\n");
        foreach (var (name, type) in parameters)
        {
            text.Append($"---@param {name} {LuaLsType.Of(type)}\n");
        }

        foreach (var (name, type) in TypedList.Parse(function.Returns))
        {
            text.Append($"---@return {LuaLsType.Of(type)} {name}\n");
        }

        text.Append($"function {library}.{function.Name}({string.Join(", ", parameters.Select(p => p.Name))}) end\n");
    }

    private static string FunctionType(string self, ApiFunction function)
    {
        string[] parameters = [.. function.IsMethod ? (string[])[$"self: {self}"] : [], .. TypedList.Parse(function.Parameters).Select(p => $"{p.Name}: {LuaLsType.Of(p.Type)}")];
        var returns = TypedList.Parse(function.Returns).Select(r => (r.Name == "..." ? "..." : "") + LuaLsType.Of(r.Type));
        var result = string.Join(", ", returns);
        return $"fun({string.Join(", ", parameters)}){(result.Length == 0 ? "" : $": {result}")}";
    }
}
