using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.App.Tests.Infra;

/// <summary>
/// What can be known of the deployment, mostly without the Bicep compiler: it parses as far as brackets and texts go, every module gets the
/// parameters it asks for, every name that is used exists, no secret is written or output.
/// </summary>
public sealed partial class BicepTests
{
    private const string Compiler = "TEMPLATEFUNCTIONS_TEST_BICEP";

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicep").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_BracketsAndTexts_AreClosed(string file)
    {
        var open = new Stack<char>();
        var code = Code(file);
        foreach (var c in code)
        {
            if (c is '{' or '[' or '(')
            {
                open.Push(c);
            }
            else if (c is '}' or ']' or ')')
            {
                Assert.NotEmpty(open);
                Assert.Equal(c switch { '}' => '{', ']' => '[', _ => '(' }, open.Pop());
            }
        }

        Assert.Empty(open);
        Assert.Equal(0, code.Count(c => c == '\'') % 2);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_ParametersAndVariables_AreUsed(string file)
    {
        var code = Code(file);

        Assert.All(Declared(file, "param").Concat(Declared(file, "var")), name => Assert.True(Regex.Count(code, $@"\b{name}\b") > 1, $"{file} declares {name} and does not use it"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_SymbolsBeforeADot_AreDeclared(string file)
    {
        var declared = new[] { "param", "var", "resource", "module" }.SelectMany(kind => Declared(file, kind)).ToHashSet();

        var unknown = Reference().Matches(NoTexts(Code(file))).Select(match => match.Groups[1].Value).Where(name => !declared.Contains(name)).Distinct();

        Assert.Empty(unknown);
    }

    [Fact]
    public void Modules_GetExactlyTheParametersThatTheyAskFor()
    {
        var main = Code("main.bicep");
        foreach (Match module in Module().Matches(main))
        {
            var body = main[module.Index..];
            var given = Given().Matches(Block(body, body.IndexOf("params: {", StringComparison.Ordinal))).Select(match => match.Groups[1].Value).ToHashSet();
            var asked = Declared(module.Groups[2].Value, "param");

            Assert.Equal(asked.Order(), given.Order());
            foreach (Match output in Regex.Matches(main, $@"\b{module.Groups[1].Value}\.outputs\.(\w+)"))
            {
                Assert.Contains(output.Groups[1].Value, Declared(module.Groups[2].Value, "output"));
            }
        }
    }

    [Fact]
    public void ParameterFile_NamesOnlyParametersOfMain_AndGivesThoseWithoutDefault()
    {
        var given = JsonNode.Parse(File.ReadAllText(Repository.PathOf("infra", "main.parameters.json")))!["parameters"]!.AsObject().Select(pair => pair.Key).ToList();
        var needed = Regex.Matches(Code("main.bicep"), @"^param (\w+) \w+\s*$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        Assert.Empty(given.Except(Declared("main.bicep", "param")));
        Assert.Empty(needed.Except(given));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_HoldsAndOutputsNoSecret(string file)
    {
        var code = Code(file);

        Assert.DoesNotMatch("(?i)accountkey=|listkeys\\(|sharedaccess|password|BEGIN |connectionstring\\s*:\\s*'[^']*;", code);
        Assert.DoesNotMatch("(?im)^output .*(key|secret|connectionstring)", code);
    }

    [Fact]
    public void Storage_TakesNoSharedKeysAndNoPlainHttp()
    {
        var code = Code("storage.bicep");

        Assert.Contains("allowSharedKeyAccess: false", code, StringComparison.Ordinal);
        Assert.Contains("allowBlobPublicAccess: false", code, StringComparison.Ordinal);
        Assert.Contains("supportsHttpsTrafficOnly: true", code, StringComparison.Ordinal);
    }

    [Fact]
    public void AppSettings_AreThoseThatTheAppReads()
    {
        var code = Code("app.bicep");

        Assert.All(
            ["AzureWebJobsStorage__tableServiceUri", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__clientId", "TASKHUB_NAME", "TEMPLATE_EVENTS_QUEUE", "FUNCTIONS_WORKER_PROCESS_COUNT: '1'"],
            setting => Assert.Contains(setting, code, StringComparison.Ordinal));
    }

    [Fact]
    public void AzdManifest_NamesProjectAndModuleThatExist()
    {
        var yaml = File.ReadAllText(Repository.PathOf("azure.yaml"));
        var project = Regex.Match(yaml, @"project: \./(\S+)").Groups[1].Value;

        Assert.True(File.Exists(Repository.PathOf([.. project.Split('/'), "TemplateFunctions.App.csproj"])));
        Assert.True(File.Exists(Repository.PathOf("infra", Regex.Match(yaml, @"module: (\S+)").Groups[1].Value + ".bicep")));
        Assert.Contains($"'azd-service-name': '{Regex.Match(yaml, @"services:\s+(\w+):").Groups[1].Value}'", Code("app.bicep"), StringComparison.Ordinal);
    }

    private static string Code(string file) => Regex.Replace(File.ReadAllText(Repository.PathOf("infra", file)), @"^\s*//.*$|\s//[^'\n]*$", "", RegexOptions.Multiline);

    /// <summary>The compiler itself, where an environment variable says where it is.</summary>
    [Fact]
    public async Task Main_ByTheBicepCompiler_HasNothingToBeSaidAgainst()
    {
        var bicep = Environment.GetEnvironmentVariable(Compiler);
        Assert.SkipWhen(string.IsNullOrEmpty(bicep), $"Not run: {Compiler} is not set; it is the path of the Bicep CLI.");
        foreach (var verb in new[] { "build", "lint" })
        {
            using var process = Process.Start(new ProcessStartInfo(bicep!, [verb, Repository.PathOf("infra", "main.bicep"), .. verb == "build" ? ["--stdout"] : Array.Empty<string>()])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var template = process.StandardOutput.ReadToEndAsync();
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.Equal(("", 0), (said, process.ExitCode));
            Assert.True(verb == "lint" || JsonNode.Parse(await template)!["resources"] is not null);
        }
    }

    /// <summary>The code without the plain parts of its texts; what they interpolate stays.</summary>
    private static string NoTexts(string code) => Regex.Replace(code, "'(?:[^'\\\\]|\\\\.)*'", text => string.Join(' ', Regex.Matches(text.Value, @"\$\{([^}]*)\}").Select(part => part.Groups[1].Value)));

    private static List<string> Declared(string file, string kind) =>
        [.. Regex.Matches(Code(file), $@"^\s*{kind} (\w+)|\[for (\w+) in", RegexOptions.Multiline).Select(match => kind == "var" && match.Groups[2].Success ? match.Groups[2].Value : match.Groups[1].Value).Where(name => name.Length > 0)];

    private static string Block(string code, int start)
    {
        var depth = 0;
        for (var at = code.IndexOf('{', start); at < code.Length; at++)
        {
            depth += code[at] == '{' ? 1 : code[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return code[start..at];
            }
        }

        throw new InvalidOperationException("The block is not closed.");
    }

    [GeneratedRegex(@"(?<![\w.])([a-z]\w*)!?\.(?:properties|outputs|name|id)\b")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^module (\w+) '([\w.]+)'", RegexOptions.Multiline)]
    private static partial Regex Module();

    [GeneratedRegex(@"^\s+(\w+): ", RegexOptions.Multiline)]
    private static partial Regex Given();
}
