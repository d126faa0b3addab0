using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The way from a process to a store.</summary>
internal interface IWire
{
    /// <summary>Asks a store for something. What <paramref name="apply"/> does is done in one piece, at some time until the answer.</summary>
    ValueTask<T> CallAsync<T>(FormattableString what, Func<T> apply);
}

/// <summary>A wire that answers at once, for tests of the stores themselves.</summary>
internal sealed class DirectWire : IWire
{
    public ValueTask<T> CallAsync<T>(FormattableString what, Func<T> apply)
    {
        lock (this)
        {
            return ValueTask.FromResult(apply());
        }
    }
}

/// <summary>Requests on their way: the scheduler decides when each arrives, whether it fails, and whether its answer gets lost.</summary>
internal sealed class StorageWire(SimulatedProcess process, List<StorageWire.Request> underWay) : IWire
{
    public async ValueTask<T> CallAsync<T>(FormattableString what, Func<T> apply)
    {
        T answer = default!;
        var request = new Request(process, what, () => answer = apply());
        underWay.Add(request);
        await request.Answered.Task;
        return answer;
    }

    internal sealed class Request(SimulatedProcess process, FormattableString what, Action apply)
    {
        public SimulatedProcess Process => process;

        public FormattableString What => what;

        public TaskCompletionSource Answered { get; } = new();

        public void Arrive() => apply();

        public void Answer() => Answered.SetResult();

        public void Fail() => Answered.SetException(new StorageException(StorageCodes.Unavailable, $"{what} failed, as the scheduler wished."));
    }
}
