using System.Text.Json;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Entities;

/// <summary>
/// The durable entity of a guild. It decides nothing: an operation goes to Core with the state the engine holds, and what Core
/// answers, state and messages to itself, goes back to the engine.
/// </summary>
/// <remarks>
/// Takes every operation by name instead of by method, so that a message of another version of the app reaches Core, which logs it
/// or puts it off; an operation that failed here would be dropped by the engine.
/// </remarks>
public sealed partial class GuildVmEntity(DurableGuildHost host, ILogger<GuildVmEntity> logger) : ITaskEntity
{
    /// <summary>The entity's name in the engine.</summary>
    public const string Name = "GuildVm";

    /// <inheritdoc/>
    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (!GuildId.TryParse(operation.Context.Id.Key, out var guild))
        {
            LogStranger(operation.Context.Id.Key.Length <= 40 ? operation.Context.Id.Key : operation.Context.Id.Key[..40], operation.Name);
            return null;
        }

        var step = await host.Entity.ApplyAsync(guild, StateOf(operation), new GuildSignal(operation.Name, ArgumentOf(operation)));
        operation.State.SetState(step.State);
        foreach (var signal in step.Signals)
        {
            operation.Context.SignalEntity(operation.Context.Id, signal.Operation, signal.Argument);
        }

        return null;
    }

    /// <summary>The state as it was stored, or null for one that cannot be read: the fences in the stores keep its epochs right.</summary>
    internal static GuildVmState? Read(JsonElement state)
    {
        try
        {
            return state.ValueKind == JsonValueKind.Object ? state.Deserialize<GuildVmState>() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private GuildVmState? StateOf(TaskEntityOperation operation)
    {
        try
        {
            return (GuildVmState?)operation.State.GetState(typeof(GuildVmState));
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or InvalidCastException or InvalidOperationException)
        {
            LogUnreadable(operation.Context.Id.Key, unreadable);
            return null;
        }
    }

    private static string ArgumentOf(TaskEntityOperation operation)
    {
        try
        {
            return operation.HasInput && operation.GetInput(typeof(string)) is string text ? text : "{}";
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or InvalidCastException)
        {
            // Core refuses and logs what is no argument of the operation.
            return "";
        }
    }

    [LoggerMessage(5101, LogLevel.Error, "An entity named {Key} is no guild's: its operation {Operation} is ignored")]
    private partial void LogStranger(string key, string operation);

    [LoggerMessage(5102, LogLevel.Error, "Guild {Guild}: the entity's state cannot be read and begins anew")]
    private partial void LogUnreadable(string guild, Exception failure);
}
