using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using TemplateFunctions.App.Entities;

namespace TemplateFunctions.App.Tests.Fixtures;

/// <summary>
/// The Durable engine in memory, as far as entities and starting orchestrations go: signals of one entity are done one after the
/// other, the state travels as JSON, and signals that an operation sends are delivered after it.
/// </summary>
internal sealed class FakeEngine(Func<GuildVmEntity> entity) : DurableTaskClient("fake")
{
    private readonly FakeEntities _entities = new(entity);

    public override DurableEntityClient Entities => _entities;

    public FakeEntities Guilds => _entities;

    public List<(string Name, object? Input)> Orchestrations { get; } = [];

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        Orchestrations.Add((orchestratorName.Name, input));
        return Task.FromResult("instance-1");
    }

#if !REFERENCE_SURFACE
    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
#endif
}

/// <summary>The entities of <see cref="FakeEngine"/>.</summary>
internal sealed class FakeEntities(Func<GuildVmEntity> make) : DurableEntityClient("fake")
{
    private readonly ConcurrentDictionary<EntityInstanceId, Actor> _actors = new();

    /// <summary>Asked before each signal; what it throws is the engine's failure.</summary>
    public Action? Fault { get; set; }

    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        Fault?.Invoke();
        Get(id).Post(operationName, input);
        return Task.CompletedTask;
    }

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        Task.FromResult(Get(id).State is { } json ? new EntityMetadata<T>(id, JsonSerializer.Deserialize<T>(json)) : null);

    /// <summary>The committed state as JSON, or null.</summary>
    public string? StateOf(string key) => Get(new EntityInstanceId(GuildVmEntity.Name, key)).State;

    public void SetState(string key, string json) => Get(new EntityInstanceId(GuildVmEntity.Name, key)).State = json;

    /// <summary>Runs an operation and waits for its end.</summary>
    public Task RunAsync(string key, string operation, object? input) => Get(new EntityInstanceId(GuildVmEntity.Name, key)).Post(operation, input);

#if !REFERENCE_SURFACE
    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => throw new NotSupportedException();

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => throw new NotSupportedException();

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) => throw new NotSupportedException();
#endif

    private Actor Get(EntityInstanceId id) => _actors.GetOrAdd(id, key => new Actor(key, make));

    private sealed class Actor(EntityInstanceId id, Func<GuildVmEntity> make)
    {
        private readonly Lock _gate = new();
        private Task _last = Task.CompletedTask;

        public string? State { get; set; }

        public Task Post(string operation, object? input)
        {
            lock (_gate)
            {
                return _last = RunAsync(_last, operation, JsonSerializer.Serialize(input));
            }
        }

        private async Task RunAsync(Task before, string operation, string input)
        {
            await before;
            await Task.Yield();
            var call = new Call(id, operation, input, State);
            await make().RunAsync(call);
            State = call.Next;
            foreach (var (name, argument) in call.Signals)
            {
                _ = Post(name, argument);
            }
        }
    }

    private sealed class Call(EntityInstanceId id, string name, string input, string? state) : TaskEntityOperation
    {
        private readonly CallState _state = new(state);
        private readonly CallContext _context = new(id);

        public string? Next => _state.Json;

        public List<(string Name, object? Input)> Signals => _context.Signals;

        public override string Name => name;

        public override TaskEntityContext Context => _context;

        public override TaskEntityState State => _state;

        public override bool HasInput => input != "null";

        public override object? GetInput(Type inputType) => JsonSerializer.Deserialize(input, inputType);
    }

    private sealed class CallState(string? json) : TaskEntityState
    {
        public string? Json { get; private set; } = json;

        public override bool HasState => Json is not null;

        public override object? GetState(Type type) => Json is null ? null : JsonSerializer.Deserialize(Json, type);

        public override void SetState(object? state) => Json = state is null ? null : JsonSerializer.Serialize(state, state.GetType());
    }

    private sealed class CallContext(EntityInstanceId id) : TaskEntityContext
    {
        public List<(string Name, object? Input)> Signals { get; } = [];

        public override EntityInstanceId Id => id;

        public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            Signals.Add((operationName, input));

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
            throw new NotSupportedException();
    }
}
