using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Core.Execution;

/// <summary>The answer of a service to a request that may be refused. Bad input is never an exception.</summary>
/// <typeparam name="T">What is answered when nothing is wrong.</typeparam>
public readonly struct Answer<T>
{
    private Answer(T? value, Problem? problem, TimeSpan? retryAfter)
    {
        Value = value;
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>The value; meaningful when <see cref="Problem"/> is null.</summary>
    public T? Value { get; }

    /// <summary>Why the request was refused; null when it was not.</summary>
    public Problem? Problem { get; }

    /// <summary>When to try again, with refusals that pass by themselves.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsOk => Problem is null;

    /// <summary>A value.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Answer<T>(Problem problem) => new(default, problem, null);

    /// <summary>A refusal that passes by itself.</summary>
    public static Answer<T> Later(Problem problem, TimeSpan retryAfter) => new(default, problem, retryAfter);
}
