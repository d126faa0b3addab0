using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Compilation;

/// <summary>Compiles source text into a function whose globals are a given table: Lua 5.4 as it is, Luau through its front end.</summary>
internal static partial class ChunkLoader
{
    /// <summary>
    /// Expects the environment on top of the stack and leaves the function above it. The chunk is named after the file alone,
    /// so that no message ever tells one template of another. Callers hold the VM in host mode.
    /// </summary>
    /// <returns>Null, or what is wrong with the source.</returns>
    public static SourceError? Load(nint L, KhronosRuntime vm, string path, string source, LuauDialect dialect)
    {
        if (dialect == LuauDialect.Lua54)
        {
            return LoadText(L, path, source);
        }

        if (source.StartsWith('\u001b'))
        {
            return new SourceError("TF1102", $"{path}: compiled code is refused", 1);
        }

        if (!TryLower(vm, path, source, out var lowered))
        {
            return new SourceError("TF5001", $"{path}: the Luau front end failed on this source", null);
        }

        if (lowered.Lua is not { } text)
        {
            var first = lowered.Diagnostics.First(d => d.Severity == LuauSeverity.Error);
            return new SourceError(first.Code, $"{path}:{first.Range.StartLine}: {first.Message}", first.Range.StartLine);
        }

        return LoadText(L, path, text) ?? vm.FinishLuauChunk(L);
    }

    /// <summary>
    /// A bug in the front end must cost the source that shows it, not the thread, nor the process: this may run below native frames.
    /// </summary>
    private static bool TryLower(KhronosRuntime vm, string path, string source, [NotNullWhen(true)] out LuauResult? lowered)
    {
        try
        {
            lowered = LuauCompiler.Lower(source, LuauDialect.Luau);
            return true;
        }
        catch (Exception bug)
        {
            LogFrontEndBug(vm.Services.Logger, path, vm.Guild.ToString(), bug);
            lowered = null;
            return false;
        }
    }

    [LoggerMessage(1004, LogLevel.Error, "The Luau front end failed on {Path} of guild {Guild}")]
    private static partial void LogFrontEndBug(ILogger logger, string path, string guild, Exception exception);

    private static SourceError? LoadText(nint L, string path, string text)
    {
        if (LuaNative.Load(L, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes("=" + path + "\0")) != LuaNative.Ok)
        {
            var message = LuaNative.StringText(L, -1);
            LuaNative.Pop(L, 1);
            return new SourceError("TF1001", message, null);
        }

        // A chunk's only upvalue is its environment.
        LuaNative.lua_pushvalue(L, -2);
        LuaNative.lua_setupvalue(L, -2, 1);
        return null;
    }
}

/// <summary>Why a source does not compile.</summary>
/// <param name="Code">A TF1xxx code.</param>
/// <param name="Message">With <c>path:line:</c> in front where the line is known.</param>
/// <param name="Line">1-based, when known.</param>
internal sealed record SourceError(string Code, string Message, int? Line);
