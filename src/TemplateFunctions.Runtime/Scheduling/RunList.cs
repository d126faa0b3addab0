namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>The live runs of a VM, linked through themselves: a small run adds and removes itself without allocating.</summary>
internal sealed class RunList
{
    private Run? _first;

    public int Count { get; private set; }

    public void Add(Run run)
    {
        run.IsLive = true;
        run.Next = _first;
        if (_first is not null)
        {
            _first.Previous = run;
        }

        _first = run;
        Count++;
    }

    public void Remove(Run run)
    {
        if (run.Previous is not null)
        {
            run.Previous.Next = run.Next;
        }
        else
        {
            _first = run.Next;
        }

        if (run.Next is not null)
        {
            run.Next.Previous = run.Previous;
        }

        run.Previous = run.Next = null;
        run.IsLive = false;
        Count--;
    }

    public Run? Find(int number)
    {
        var run = _first;
        while (run is not null && run.Number != number)
        {
            run = run.Next;
        }

        return run;
    }

    public List<Run> Snapshot()
    {
        var runs = new List<Run>(Count);
        for (var run = _first; run is not null; run = run.Next)
        {
            runs.Add(run);
        }

        return runs;
    }
}
