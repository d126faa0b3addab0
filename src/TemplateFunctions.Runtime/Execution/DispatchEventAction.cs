using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Execution;

/// <summary>Runs several templates on one event; each run has its own answer, and all of them complete the action.</summary>
/// <param name="runs">One run a template.</param>
/// <param name="onSettled">Told of each result as it comes, on the VM thread: must return at once.</param>
public sealed class DispatchEventAction(IReadOnlyList<RunRequest> runs, Action<RunRequest, LuaVmResult>? onSettled = null)
    : LuaVmAction<IReadOnlyDictionary<string, LuaVmResult>>, IRunSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LuaVmResult> _results = new(StringComparer.Ordinal);
    private readonly HashSet<RunRequest> _open = [.. runs];

    /// <summary>One run a template.</summary>
    public IReadOnlyList<RunRequest> Runs { get; } = runs;

    /// <summary>
    /// Takes one run's result; the last one completes the action. A second answer for the same run, as a lost thread that comes
    /// back may give, changes nothing.
    /// </summary>
    internal void Settle(RunRequest request, LuaVmResult result)
    {
        bool last;
        lock (_gate)
        {
            if (!_open.Remove(request))
            {
                return;
            }

            _results[request.Template.Name] = result;
            last = _open.Count == 0;
        }

        try
        {
            onSettled?.Invoke(request, result);
        }
        finally
        {
            if (last)
            {
                Complete(_results);
            }
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
