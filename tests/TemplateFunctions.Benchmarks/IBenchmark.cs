namespace TemplateFunctions.Benchmarks;

/// <summary>One question with a number as its answer, measured beside a baseline in the same run.</summary>
internal interface IBenchmark
{
    string Name { get; }

    Task<IReadOnlyList<Row>> RunAsync();
}

/// <summary>One line of the result table.</summary>
internal sealed record Row(string What, string Ours, string Baseline, string Ratio, string Wanted, bool Met);
