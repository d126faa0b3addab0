using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Core.Json;

/// <summary>Collects what is wrong with a body; bounded, because a body can hold a mistake in every byte.</summary>
internal sealed class JsonErrors
{
    private const int Kept = 50;
    private readonly List<ProblemError> _errors = [];

    public int Count { get; private set; }

    public void Add(string path, string message)
    {
        Count++;
        if (_errors.Count < Kept)
        {
            _errors.Add(new ProblemError(path, message));
        }
    }

    public Problem ToProblem(Diagnostic diagnostic)
    {
        var first = _errors[0];
        var subject = first.Path.Length == 0 ? "The body" : $"`{first.Path}`";
        var rest = Count == 1 ? "" : $" {Count - 1} more in `errors`{(Count > Kept ? $", which holds the first {Kept}" : "")}.";
        return Problem.Of(diagnostic, $"{subject} {first.Message}.{rest}", _errors);
    }
}
