using System.Text.Json;
using System.Text.RegularExpressions;
using TemplateFunctions.Core.Authoring;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>
/// Every function that a script can reach, from the lists that other tests hold against a VM: the golden list of globals, the modules
/// themselves and their description. Whatever is added there is added here.
/// </summary>
internal static partial class ReachableFunctions
{
    public static async Task<string> AsEventAsync(string goldenList, IReadOnlyList<HostModule> modules, int seed)
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("tests", "TemplateFunctions.Runtime.Tests", "Sandbox", goldenList));
        return JsonSerializer.Serialize(new
        {
            seed,
            globals = lines.Where(line => line.EndsWith(" function", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]),
            modules = ApiDescription.Modules.Select(module => new { name = module.RequireName, plugin = module.ContextName, functions = FunctionsOf(module, modules) }),
            objects = ApiDescription.Types.Where(type => type.IsObject).Select(type => new { name = type.Name, functions = Functions(type.Members), fields = type.Members.OfType<ApiField>().Select(field => field.Name) }),
            names = ArgumentNames(),
        });
    }

    /// <summary>The functions of a module as scripts name them: what the host offers, and what its Lua part makes of it.</summary>
    private static IEnumerable<string> FunctionsOf(ApiModule described, IReadOnlyList<HostModule> modules)
    {
        var module = modules.SingleOrDefault(module => module.Name == described.RequireName);
        var nested = described.Members.OfType<ApiField>().SelectMany(field => ApiDescription.Types
            .Where(type => type.Name == field.Type && !type.IsObject)
            .SelectMany(type => Functions(type.Members).Select(name => $"{field.Name}.{name}")));
        var own = module is { LuaSource: null } ? module.Functions.Select(function => function.Name) : [];
        return Functions(described.Members).Concat(nested).Union(own);
    }

    private static IEnumerable<string> Functions(IEnumerable<ApiMember> members) => members.OfType<ApiFunction>().Select(function => function.Name);

    private static IEnumerable<string> ArgumentNames()
    {
        var fields = ApiDescription.Types.SelectMany(type => type.Members.OfType<ApiField>()).Select(field => field.Name);
        var parameters = ApiDescription.Modules.SelectMany(module => module.Members.OfType<ApiFunction>()).SelectMany(function => Parameter().Matches(function.Parameters)).Select(match => match.Groups[1].Value);
        return fields.Concat(parameters).Distinct();
    }

    [GeneratedRegex(@"(\w+)\??:")]
    private static partial Regex Parameter();
}
