namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>Waits for what another process does, which no event of this one tells.</summary>
internal static class Until
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(Func<bool> condition, TimeSpan limit) => TrueAsync(() => Task.FromResult(condition()), limit);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        using var timer = new PeriodicTimer(Step);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"It did not come true within {limit}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
