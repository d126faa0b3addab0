namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>The live runs of a VM.</summary>
internal sealed class RunList
{
    private Chain<Run> _runs;

    public int Count => _runs.Count;

    public void Add(Run run)
    {
        run.IsLive = true;
        _runs.Add(run);
    }

    public void Remove(Run run)
    {
        _runs.Remove(run);
        run.IsLive = false;
    }

    public Run? Find(int number)
    {
        var run = _runs.First;
        while (run is not null && run.Number != number)
        {
            run = run.Next;
        }

        return run;
    }

    public List<Run> Snapshot()
    {
        var runs = new List<Run>(Count);
        for (var run = _runs.First; run is not null; run = run.Next)
        {
            runs.Add(run);
        }

        return runs;
    }
}
