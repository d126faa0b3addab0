using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Execution;

/// <summary>What is done with a queue message whoever runs its event: reading it, and burying one that cannot be read.</summary>
internal static class Intake
{
    public static bool TryRead(QueueMessage message, [NotNullWhen(true)] out EventMessage? parsed, [NotNullWhen(false)] out Problem? problem) =>
        EventMessage.TryParse(message.Body, IdOf(message), out parsed, out problem);

    public static async Task BuryAsync(GuildServices services, QueueMessage message, string queueName, string code, string reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        await services.Ports.DeadLetters.AddAsync(new DeadLetter
        {
            Source = queueName,
            ReasonCode = code,
            ReasonText = reason,
            Guild = EventMessage.FindGuild(message.Body),
            Body = message.Body,
            Attempts = message.DequeueCount,
            At = services.Now,
        });
    }

    public static string Explain(Problem problem) => problem.Errors.Count == 0
        ? problem.Detail
        : string.Create(CultureInfo.InvariantCulture, $"{problem.Detail} {string.Join("; ", problem.Errors.Take(10).Select(e => $"{e.Path} {e.Message}"))}");

    /// <summary>The message's own id, when it fits the rule for event ids: the same whenever the message comes back.</summary>
    private static string IdOf(QueueMessage message) => TextRules.Id(message.Id) is null
        ? message.Id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Id)).AsSpan(0, 16));
}
