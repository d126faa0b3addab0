using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Entities;

/// <summary>
/// The way to the entities through the Durable client. The host hands clients only to invocations, and all of one process are
/// alike: the latest one serves whoever needs one between them.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class EntityClients(TimeProvider time) : IGuildEntityClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile DurableTaskClient? _client;

    /// <summary>Takes the client of an invocation.</summary>
    public void Use(DurableTaskClient client)
    {
        _client = client;
        _first.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask SignalAsync(GuildId guild, GuildSignal signal, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var client = await ClientAsync(cancellation);
        try
        {
            await client.Entities.SignalEntityAsync(IdOf(guild), signal.Operation, signal.Argument, null, cancellation);
        }
        catch (Exception failure) when (IsOfEngine(failure, cancellation))
        {
            throw Unavailable(failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<GuildVmState?> GetAsync(GuildId guild, CancellationToken cancellation = default)
    {
        var client = await ClientAsync(cancellation);
        try
        {
            var entity = await client.Entities.GetEntityAsync<JsonElement>(IdOf(guild), true, cancellation);
            return entity is null ? null : GuildVmEntity.Read(entity.State);
        }
        catch (Exception failure) when (IsOfEngine(failure, cancellation))
        {
            throw Unavailable(failure);
        }
    }

    /// <summary>Starts an orchestration and answers its id.</summary>
    /// <exception cref="StorageException">The engine cannot be reached.</exception>
    public async Task<string> StartAsync(string orchestration, object? input, CancellationToken cancellation)
    {
        var client = await ClientAsync(cancellation);
        try
        {
            return await client.ScheduleNewOrchestrationInstanceAsync(orchestration, input, null, cancellation);
        }
        catch (Exception failure) when (IsOfEngine(failure, cancellation))
        {
            throw Unavailable(failure);
        }
    }

    internal static EntityInstanceId IdOf(GuildId guild) => new(GuildVmEntity.Name, guild.ToString());

    private async ValueTask<DurableTaskClient> ClientAsync(CancellationToken cancellation)
    {
        if (_client is { } known)
        {
            return known;
        }

        try
        {
            await _first.Task.WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new StorageException(StorageCodes.Unavailable, "The Functions host has not given this process a Durable client yet.");
        }

        return _client!;
    }

    private static bool IsOfEngine(Exception failure, CancellationToken cancellation) =>
        failure is not StorageException && !(failure is OperationCanceledException && cancellation.IsCancellationRequested);

    private static StorageException Unavailable(Exception failure) =>
        new(StorageCodes.Unavailable, $"The Durable engine does not answer: {failure.Message}", failure);
}
