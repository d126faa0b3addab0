namespace TemplateFunctions.Core.Events;

/// <summary>Names that the host itself gives to events.</summary>
public static class EventNames
{
    /// <summary>The family of the events of Discord's gateway.</summary>
    public const string Discord = "Discord";

    /// <summary>The family of the events that this product raises.</summary>
    public const string AntiRaid = "AntiRaid";

    /// <summary>The family of all others, unless their sender names one.</summary>
    public const string Custom = "Custom";

    /// <summary>The guild's VM is new.</summary>
    public const string OnStartup = "OnStartup";

    /// <summary>A key of the KV store has expired.</summary>
    public const string KeyExpiry = "KeyExpiry";

    /// <summary>The guild's VM is new and a key of the KV store asked to be told.</summary>
    public const string KeyResume = "KeyResume";

    /// <summary>Somebody wants to know the template's settings.</summary>
    public const string GetSettings = "GetSettings";

    /// <summary>Somebody views or changes a setting.</summary>
    public const string ExecuteSetting = "ExecuteSetting";
}
