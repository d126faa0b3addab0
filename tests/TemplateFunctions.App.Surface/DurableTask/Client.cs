using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client
{
    public abstract class DurableTaskClient(string name)
    {
        public string Name { get; } = name;

        public virtual DurableEntityClient Entities => throw new NotSupportedException();

        public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default);
    }
}

namespace Microsoft.DurableTask.Client.Entities
{
    public class EntityMetadata<TState>(EntityInstanceId id, TState? state)
    {
        public EntityInstanceId Id { get; } = id;

        public TState State => state!;
    }

    public abstract class DurableEntityClient(string name)
    {
        public string Name { get; } = name;

        public abstract Task SignalEntityAsync(
            EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default);

        public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);
    }
}
