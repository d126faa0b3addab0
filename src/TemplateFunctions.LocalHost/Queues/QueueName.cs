namespace TemplateFunctions.LocalHost.Queues;

/// <summary>How queues that belong together are named.</summary>
internal static class QueueName
{
    /// <summary>What a queue that receives messages nobody could process is called.</summary>
    public static string PoisonOf(string queue) => queue + "-poison";
}
