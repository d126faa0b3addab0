namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// A delivered run could not be seen through in this process (it stops, or lost the guild) and has no journal row: its
/// delivery must come again. Queue consumers let the message reappear.
/// </summary>
public sealed class DeliveryInterruptedException(string message) : Exception(message);
