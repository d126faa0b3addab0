namespace TemplateFunctions.App.Configuration;

/// <summary>The queue that feeds the app, and the one that the host moves messages to which it could not bring there.</summary>
/// <param name="Name">Name of the first.</param>
public sealed record EventsQueue(string Name)
{
    /// <summary>Name of the second, made by the host.</summary>
    public string Poison => $"{Name}-poison";
}
