using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace TemplateFunctions.App.Functions;

/// <summary>
/// What the host, the queue and the engine take by themselves: functions that do nothing, compiled into the app by
/// <c>-p:WithBenchmarkFunctions=true</c> alone, so that the benchmark measures both in one process.
/// </summary>
public sealed class EmptyFunctions : ITaskEntity
{
    private static int _done;

    [Function("EmptyHttp")]
    public static async Task<IResult> EmptyHttp([HttpTrigger(AuthorizationLevel.Function, "post", Route = "benchmark/empty")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return Results.Json(new { length = (await reader.ReadToEndAsync()).Length });
    }

    [Function("EmptyOnQueue")]
    public static Task EmptyOnQueue([QueueTrigger("%BENCHMARK_QUEUE%")] QueueMessage message, [DurableClient] DurableTaskClient client) =>
        client.Entities.SignalEntityAsync(new EntityInstanceId("EmptyEntity", message.Body.ToString().Split(' ')[0]), "count", "x");

    [Function("EmptyEntity")]
    public static Task EmptyEntity([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<EmptyFunctions>();

    [Function("EmptyCount")]
    public static IResult EmptyCount([HttpTrigger(AuthorizationLevel.Function, "get", Route = "benchmark/count")] HttpRequest request) =>
        Results.Json(new { done = Volatile.Read(ref _done) });

    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        operation.State.SetState(1);
        Interlocked.Increment(ref _done);
        return default;
    }
}
