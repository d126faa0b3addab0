using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>Carries calls of templates to Discord.</summary>
/// <remarks>
/// <para>The plugin has checked the capability, the rate limit and the shape of the arguments. It does not know Discord's state: a
/// transport that talks to the real Discord must make sure, before it sends, that a channel, webhook or message named in
/// <see cref="DiscordCall.Parameters"/> belongs to the calling guild.</para>
/// <para>A failure to reach Discord is an answer with status 503. Nothing is thrown but cancellation.</para>
/// </remarks>
public interface IDiscordTransport
{
    /// <summary>The bot's application id, part of the addresses of commands and interaction answers.</summary>
    string ApplicationId { get; }

    /// <summary>Sends one call and answers what Discord said.</summary>
    Task<DiscordAnswer> SendAsync(DiscordCall call, CancellationToken cancellation);
}

/// <summary>One REST call.</summary>
/// <param name="Run">Which template calls, for which guild.</param>
/// <param name="Method">The name of the function the template called.</param>
/// <param name="Verb">HTTP method.</param>
/// <param name="Path">Path and query below Discord's API root, escaped.</param>
/// <param name="Parameters">The ids and names in the path by their names, such as <c>channel_id</c>.</param>
/// <param name="Body">UTF-8 JSON; empty for none.</param>
/// <param name="Reason">For the audit log, not yet escaped; null for none.</param>
public sealed record DiscordCall(
    RunInfo Run, string Method, string Verb, string Path, IReadOnlyDictionary<string, string> Parameters, ReadOnlyMemory<byte> Body, string? Reason);

/// <summary>What Discord answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">UTF-8 JSON; empty for none.</param>
public sealed record DiscordAnswer(int Status, ReadOnlyMemory<byte> Body);
