using Microsoft.AspNetCore.Http;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.LocalHost.Tests.Http;

public sealed class ProblemWriterTests
{
    public static TheoryData<string, double?, string?> Answers => new()
    {
        { HostDiagnostics.ShuttingDown.Code, null, "5" },
        { LimitDiagnostics.RequestRate.Code, null, "5" },
        { LimitDiagnostics.RequestRate.Code, 1.2, "2" },
        { LimitDiagnostics.RequestRate.Code, 0, "1" },
        { RequestDiagnostics.NotFound.Code, null, null },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Write_AnyProblem_SaysWhenToTryAgainWhereThatMayHelp(string code, double? seconds, string? expected)
    {
        var context = new DefaultHttpContext();
        var problem = Problem.Of(DiagnosticCatalog.Find(code)!, "Why.");

        await ProblemWriter.WriteAsync(context, problem, retryAfter: seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);

        Assert.Equal(problem.Status, context.Response.StatusCode);
        Assert.Equal(expected, (string?)context.Response.Headers.RetryAfter);
    }
}
