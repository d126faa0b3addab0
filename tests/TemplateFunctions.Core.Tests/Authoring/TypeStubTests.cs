using System.Text.RegularExpressions;
using TemplateFunctions.Core.Authoring;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Authoring;

/// <summary>The type stubs in the folder types: run with TEMPLATEFUNCTIONS_WRITE_DOCS=1 to write them anew.</summary>
public sealed partial class TypeStubTests
{
    private static readonly string[] BuiltIn =
    [
        "any", "nil", "string", "number", "boolean", "thread", "buffer", "vector",
    ];

    [Fact]
    public void CommittedFiles_AreThoseOfTheDescription()
    {
        Compare("luau", LuauDefinitions.Generate());
        Compare("luals", LuaLsDefinitions.Generate());
    }

    [Fact]
    public void LuauFiles_HaveTheSyntaxOfLuau()
    {
        foreach (var (name, text) in LuauDefinitions.Generate())
        {
            var result = LuauCompiler.Lower(name.EndsWith(".d.luau", StringComparison.Ordinal) ? AsProgram(text) : text, LuauDialect.Luau);
            Assert.True(result.Lua is not null, $"{name}: {string.Join('\n', result.Diagnostics)}");
        }
    }

    [Fact]
    public void LuaLsFiles_HaveTheSyntaxOfLua() =>
        Assert.Empty(TemplateCompiler.Check(LuaLsDefinitions.Generate().ToDictionary(file => file.Key, file => file.Value)));

    [Fact]
    public void Types_AllThatAreMentioned_AreDescribed()
    {
        var known = ApiDescription.Types.Select(type => type.Name).Concat(ApiDescription.Modules.Select(module => module.TypeName)).Concat(BuiltIn).ToHashSet();
        var members = ApiDescription.Types.SelectMany(type => type.Members)
            .Concat(ApiDescription.Modules.SelectMany(module => module.Members))
            .Concat(ApiDescription.Libraries.SelectMany(library => library.Members));
        foreach (var member in members)
        {
            var text = member is ApiField field ? field.Type : $"{((ApiFunction)member).Parameters}, {((ApiFunction)member).Returns}";
            Assert.All(TypeName().Matches(Quoted().Replace(text, "")).Select(match => match.Value), name => Assert.True(known.Contains(name), $"{member.Name}: {name} is not described"));
        }
    }

    [Fact]
    public void Events_AllThatAreRegistered_HaveAType()
    {
        var text = LuauDefinitions.Generate()["templatefunctions.d.luau"];
        Assert.All(EventRegistry.All, known => Assert.Contains($"name: \"{known.Name}\"", text));
        Assert.Contains("export type MessageCreateEvent = {", text);
        Assert.Contains("author: { id: string, username: string,", text);
    }

    [Theory]
    [InlineData("string?", "string?")]
    [InlineData("{string}", "string[]")]
    [InlineData("{ [string]: any }?", "table<string, any>?")]
    [InlineData("{{ id: string, list: {number} }}", "{ id: string, list: number[] }[]")]
    [InlineData("{(Permission | string)}", "(Permission|string)[]")]
    [InlineData("((...any) -> ...any) | thread", "(fun(...: any): ...any)|thread")]
    [InlineData("(key: any, value: any) -> any", "fun(key: any, value: any): any")]
    [InlineData("\"MESSAGE_CREATE\"", "\"MESSAGE_CREATE\"")]
    public void LuaLsType_OfLuau_SaysTheSame(string luau, string expected) => Assert.Equal(expected, LuaLsType.Of(luau));

    private static void Compare(string folder, IReadOnlyDictionary<string, string> files)
    {
        foreach (var (name, text) in files)
        {
            var path = Repository.PathOf("types", folder, name);
            if (Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_WRITE_DOCS") == "1")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            Assert.True(File.Exists(path), $"{path} is missing: run with TEMPLATEFUNCTIONS_WRITE_DOCS=1");
            Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
        }

        var kept = Directory.GetFiles(Repository.PathOf("types", folder), "*.lua*", SearchOption.AllDirectories);
        Assert.Equal(files.Count, kept.Length);
    }

    /// <summary>The same types as a program has them: our front end knows no declarations.</summary>
    private static string AsProgram(string text)
    {
        text = Method().Replace(text, "\t$1: ($2) -> $3,");
        text = Class().Replace(text, match => $"type {match.Groups[1].Value} = {{\n{Field().Replace(match.Groups[2].Value, "$0,").Replace(",,", ",", StringComparison.Ordinal)}\n}}\n");
        return text.Replace("declare ", "local ", StringComparison.Ordinal);
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z_0-9]*(?!\\s*:)(?![A-Za-z_0-9])")]
    private static partial Regex TypeName();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^\\tfunction (\\w+)\\((.*)\\): (.*)$", RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex("^declare extern type (\\w+) with\\n(.*?)\\nend\\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Class();

    [GeneratedRegex("^\\t[^-\\t].*$", RegexOptions.Multiline)]
    private static partial Regex Field();
}
