namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// Lets the writers of one partition in this process take turns, so that they do not refuse each other by their etags. Writers in
/// other processes are met by trying again.
/// </summary>
internal sealed class PartitionGates
{
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<T> InTurnAsync<T>(string partition, Func<Task<T>> work, CancellationToken cancellation)
    {
        var gate = _gates[(uint)partition.GetHashCode(StringComparison.Ordinal) % _gates.Length];
        await gate.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}
