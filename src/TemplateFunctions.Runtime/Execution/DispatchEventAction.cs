using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Execution;

/// <summary>Runs several templates on one event; each run has its own answer, and all of them complete the action.</summary>
/// <param name="runs">One run a template.</param>
/// <param name="onSettled">Told of each result as it comes, on the VM thread: must return at once.</param>
public sealed class DispatchEventAction(IReadOnlyList<RunRequest> runs, Action<RunRequest, LuaVmResult>? onSettled = null)
    : LuaVmAction<IReadOnlyDictionary<string, LuaVmResult>>, IRunSink
{
    private readonly Dictionary<string, LuaVmResult> _results = new(StringComparer.Ordinal);

    /// <summary>One run a template.</summary>
    public IReadOnlyList<RunRequest> Runs { get; } = runs;

    /// <summary>Takes one run's result; the last one completes the action.</summary>
    internal void Settle(RunRequest request, LuaVmResult result)
    {
        onSettled?.Invoke(request, result);
        _results[request.Template.Name] = result;
        if (_results.Count == Runs.Count)
        {
            Complete(_results);
        }
    }

    /// <summary>Completes a dispatch that runs nothing.</summary>
    internal void Begin()
    {
        if (Runs.Count == 0)
        {
            Complete(_results);
        }
    }

    void IRunSink.Settle(RunRequest request, LuaVmResult result) => Settle(request, result);
}
