using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Journal;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The form in which a run that was given up is kept: a message for its one template, which a replay sends again.</summary>
internal static class DeadLetters
{
    public static byte[] BodyOf(RunOrder order) => order.Content is null
        ? new EventMessage { Guild = order.Guild, Event = order.Event, Templates = [order.Template], ReplyTo = order.ReplyTo }.ToJson()
        : new ParkedRun(order, Started: false).ToJson();
}
