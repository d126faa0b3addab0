using System.Text.Json;
using System.Text.RegularExpressions;
using TemplateFunctions.Core.Authoring;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Tests.Plugins;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Authoring;

/// <summary>The description says what a real VM offers, no more and no less.</summary>
public sealed partial class ApiOfTheRuntimeTests
{
    /// <summary>Sees through the sealed tables of modules, which scripts cannot list.</summary>
    private static readonly HostModule Inspect = new()
    {
        Name = "@antiraid/inspect",
        Functions = [],
        LuaSource = """
            local _, T = ...
            return { names = function(v)
              local t, names = T.rawtype(v) == 'table' and v or T.metafield(v, '__index'), {}
              for k in T.rawnext, t do names[#names + 1] = k end
              return names
            end }
            """,
    };

    /// <summary>How a script gets at an object of each type.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["Chunk"] = "require('@antiraid/luau').load('return 1')",
        ["Context"] = "ctx",
        ["U64"] = "require('@antiraid/typesext').U64(1)",
        ["I64"] = "require('@antiraid/typesext').I64(1)",
        ["BitU64"] = "require('@antiraid/typesext').bitu64",
        ["TimeZone"] = "require('@antiraid/datetime').UTC",
        ["DateTime"] = "require('@antiraid/datetime').UTC:now()",
        ["TimeDelta"] = "require('@antiraid/datetime').timedelta_hours(1)",
        ["AnyEvent"] = "evt",
    };

    public static TheoryData<string> Modules() => new(ApiDescription.Modules.Select(module => module.RequireName));

    public static TheoryData<string> Objects() => new(Samples.Keys);

    [Fact]
    public void Modules_OfTheHost_AreAllDescribed()
    {
        string[] runtime = ["@antiraid/interop", "@antiraid/luau"];
        Assert.Equal(
            StandardModules.Create(Services()).Select(module => (module.Name, module.ContextName)).Concat(runtime.Select(name => (Name: name, ContextName: (string?)null))).Order(),
            ApiDescription.Modules.Select(module => (module.RequireName, module.ContextName)).Order());
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Module_Offers_WhatIsDescribed(string name)
    {
        var module = ApiDescription.Modules.Single(m => m.RequireName == name);
        var value = module.ContextName is { } field ? $"ctx.{field}" : $"require('{name}')";
        var described = Described(module.Members);
        var anything = described.Where(member => member.Kind == "nil").Select(member => member.Name).ToHashSet();
        var offered = await Offered(value, $"require('@antiraid/inspect').names({value})");
        Assert.Equal(described, offered.Select(member => anything.Contains(member.Name) ? (member.Name, "nil") : member));
        if (module.ContextName is not null)
        {
            Assert.Equal("[\"new\"]", await Eval($"return require('@antiraid/inspect').names(require('{name}'))"));
        }
    }

    /// <summary>Every word of the sources is tried as a name, since objects cannot be listed.</summary>
    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Object_Offers_WhatIsDescribed(string name)
    {
        var described = Described(ApiDescription.Types.Single(type => type.Name == name).Members);
        var words = Sources().SelectMany(text => Word().Matches(text).Select(match => match.Value)).Where(word => word.Length <= 40).Concat(described.Select(d => d.Name)).Distinct();
        var offered = await Offered(Samples[name], JsonSerializer.Serialize(words).Replace('[', '{').Replace(']', '}'));
        var optional = described.Where(member => member.Kind == "nil").Select(member => member.Name).ToHashSet();
        Assert.Equal(described.Where(member => !optional.Contains(member.Name)), offered.Where(member => !optional.Contains(member.Name)));
    }

    [Fact]
    public async Task Libraries_HaveWhatIsDescribed()
    {
        foreach (var library in ApiDescription.Libraries)
        {
            var offered = await Offered(library.Name, $"require('@antiraid/inspect').names({library.Name})");
            string[] additions = ["table", "string", "math"];
            var compared = additions.Contains(library.Name) ? offered.Intersect(Described(library.Members)) : offered;
            Assert.Equal(Described(library.Members), compared);
        }
    }

    private static IEnumerable<string> Sources()
    {
        string[] folders = [Repository.PathOf("src", "TemplateFunctions.Core", "Plugins"), Repository.PathOf("src", "TemplateFunctions.Runtime", "Sandbox", "Lua"), Repository.PathOf("src", "TemplateFunctions.Runtime", "Modules", "Builtin")];
        return folders.SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).Select(File.ReadAllText);
    }

    private static (string Name, string Kind)[] Described(IEnumerable<ApiMember> members) => [.. members.Select(member => (member.Name, Kind(member))).Order()];

    private static string Kind(ApiMember member) => member switch
    {
        ApiFunction => "function",
        ApiField { Type: "string" or "number" or "boolean" } field => field.Type,
        ApiField { Type: "vector" } => "vector",

        // May be absent, and may be anything.
        ApiField { Type: var type } when type.EndsWith('?') || type is "any" => "nil",
        ApiField { Type: var type } when type.StartsWith('{') => "table",
        _ => "userdata",
    };

    private static async Task<(string Name, string Kind)[]> Offered(string value, string names)
    {
        var json = await Eval($$"""
            local v, found = {{value}}, {}
            for _, name in ipairs({{names}}) do
              local ok, member = pcall(function() return v[name] end)
              if ok and member ~= nil then found[#found + 1] = { name, type(member) } end
            end
            return found
            """);
        return [.. JsonSerializer.Deserialize<string[][]>(json)!.Select(pair => (pair[0], pair[1])).Order()];
    }

    private static async Task<string> Eval(string source)
    {
        await using var harness = new ModuleHarness(TimeProvider.System, [.. StandardModules.Create(Services()), Inspect]);
        return await harness.Eval("local evt, ctx = ...\n" + source, data: "{}");
    }

    private static PluginServices Services() => new(null!, new RateLimiter(TimeProvider.System), TimeProvider.System);

    [GeneratedRegex("[A-Za-z_][A-Za-z_0-9]*")]
    private static partial Regex Word();
}
