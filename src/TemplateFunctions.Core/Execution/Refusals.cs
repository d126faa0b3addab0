using System.Globalization;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Core.Execution;

/// <summary>Refusals that several services give.</summary>
internal static class Refusals
{
    public static Problem Stopping() => Problem.Of(HostDiagnostics.ShuttingDown, "The host is shutting down and takes no new work.");

    public static Problem TooManyPending(int limit) => Problem.Of(
        LimitDiagnostics.TooManyPendingRuns, $"The guild has {limit} runs pending over HTTP, which is its limit (Limits:PendingRunsPerGuild).");

    public static Problem CpuUsedUp(GuildCpu cpu) => Problem.Of(
        LimitDiagnostics.GuildCpu,
        string.Create(CultureInfo.InvariantCulture, $"The guild has used {cpu.Used.TotalSeconds:0.###} s of processor time; it may use {cpu.Limit.TotalSeconds:0.###} s (Limits:GuildCpu) per {cpu.Window.TotalSeconds:0.###} s (Limits:GuildCpuWindow), and another run was asked for."));

    public static Problem NoExecution(string id) => Problem.Of(
        RequestDiagnostics.NotFound, $"There is no execution '{Shorten(id)}', or its outcome is no longer kept.");

    public static Problem NoDeadLetter(string id) => Problem.Of(RequestDiagnostics.NotFound, $"There is no dead letter '{Shorten(id)}'.");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80];
}
