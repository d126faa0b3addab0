namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>The numbers of the tables in the log. Never reuse one.</summary>
internal static class TableIds
{
    public const byte Templates = 1;
    public const byte Kv = 2;
    public const byte KvFences = 3;
    public const byte Results = 4;
    public const byte DeadLetters = 5;
    public const byte Counters = 6;
    public const byte Inflight = 7;
    public const byte GuildStates = 8;
    public const byte Errors = 9;
    public const byte QueueMessages = 10;
    public const byte QueueDeliveries = 11;
    public const byte InflightFences = 12;
}
