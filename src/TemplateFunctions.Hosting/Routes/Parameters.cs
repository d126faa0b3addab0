using Microsoft.AspNetCore.Http;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>Reads the parts of an address, and collects what is wrong with them.</summary>
internal sealed class Parameters(HttpContext context)
{
    private readonly List<ProblemError> _errors = [];

    /// <summary>The guild of the path.</summary>
    public GuildId Guild()
    {
        if (!GuildId.TryParse(Segment("guild_id"), out var guild))
        {
            _errors.Add(new ProblemError("guild_id", "must be 1 to 20 digits, below 2^64"));
        }

        return guild;
    }

    /// <summary>The guild of the query, if any.</summary>
    public GuildId? OptionalGuild()
    {
        if (Query("guild_id") is not { } text)
        {
            return null;
        }

        if (GuildId.TryParse(text, out var guild))
        {
            return guild;
        }

        _errors.Add(new ProblemError("guild_id", "must be 1 to 20 digits, below 2^64"));
        return null;
    }

    /// <summary>A segment of the path.</summary>
    public string Segment(string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>A text of the query, or null.</summary>
    public string? Query(string name) => context.Request.Query[name] is [{ } text] ? text : null;

    /// <summary>A whole number of the query.</summary>
    public long Whole(string name, long fallback, long min, long max)
    {
        var given = context.Request.Query[name];
        if (given.Count == 0)
        {
            return fallback;
        }

        if (given.Count == 1 && long.TryParse(given[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        _errors.Add(new ProblemError(name, string.Create(CultureInfo.InvariantCulture, $"must be one whole number from {min} to {max}")));
        return fallback;
    }

    /// <summary>A flag of the query.</summary>
    public bool Flag(string name)
    {
        var given = context.Request.Query[name];
        if (given.Count == 0)
        {
            return false;
        }

        if (given.Count > 1 || given[0] is not ("true" or "false"))
        {
            _errors.Add(new ProblemError(name, "must be true or false"));
        }

        return given[0] == "true";
    }

    /// <summary>Whether anything was wrong.</summary>
    public bool AreRefused([NotNullWhen(true)] out Problem? problem)
    {
        problem = _errors.Count == 0
            ? null
            : Problem.Of(RequestDiagnostics.ParameterRefused, $"`{_errors[0].Path}` {_errors[0].Message}.", _errors);
        return problem is not null;
    }
}
