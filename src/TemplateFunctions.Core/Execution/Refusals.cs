using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Core.Execution;

/// <summary>Refusals that several services give.</summary>
internal static class Refusals
{
    public static Problem Stopping() => Problem.Of(HostDiagnostics.ShuttingDown, "The host is shutting down and takes no new work.");

    public static Problem TooManyPending(int limit) => Problem.Of(
        LimitDiagnostics.TooManyPendingRuns, $"The guild has {limit} runs pending over HTTP, which is its limit (Limits:PendingRunsPerGuild).");

    public static Problem NoExecution(string id) => Problem.Of(
        RequestDiagnostics.NotFound, $"There is no execution '{Shorten(id)}', or its outcome is no longer kept.");

    public static Problem NoDeadLetter(string id) => Problem.Of(RequestDiagnostics.NotFound, $"There is no dead letter '{Shorten(id)}'.");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80];
}
