using Microsoft.Azure.Functions.Worker;
using TemplateFunctions.App.Entities;

namespace TemplateFunctions.App.Functions;

/// <summary>Where the engine calls a guild's entity.</summary>
public static class EntityFunctions
{
    [Function(GuildVmEntity.Name)]
    public static Task GuildVm([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<GuildVmEntity>();
}
