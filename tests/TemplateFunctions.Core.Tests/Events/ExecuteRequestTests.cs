using System.Text;
using TemplateFunctions.Core.Events;

namespace TemplateFunctions.Core.Tests.Events;

public sealed class ExecuteRequestTests
{
    [Fact]
    public void TryParse_WholeBody_ReadsEveryField()
    {
        var body = """
            {"template":"t","event":{"name":"Greet","base_name":"Mine","id":"e1","data":{"n":41}},"context":{"guild_id":"1","allowed_caps":["kv:*"]},
             "content":"return 1","wait_ms":250,"idempotency_key":"k1"}
            """u8;

        Assert.True(ExecuteRequest.TryParse(body.ToArray(), "d", out var request, out _));

        Assert.Equal(("t", 1ul, "return 1", "k1"), (request.Template, request.Guild.Value, request.Content, request.IdempotencyKey));
        Assert.Equal(("Greet", "Mine", "e1"), (request.Event.Name, request.Event.BaseName, request.Event.Id));
        Assert.Equal(TimeSpan.FromMilliseconds(250), request.Wait);
        Assert.Equal(["kv:*"], request.AllowedCaps);
    }

    [Fact]
    public void TryParse_SmallestBody_TakesTheDefaults()
    {
        Assert.True(ExecuteRequest.TryParse("""{"template":"t","event":{"name":"Greet"},"context":{"guild_id":"1"}}"""u8.ToArray(), "d", out var request, out _));

        Assert.Equal(("d", "Custom", true), (request.Event.Id, request.Event.BaseName, request.Event.DataJson.IsEmpty));
        Assert.Null(request.Content);
        Assert.Null(request.Wait);
        Assert.Empty(request.AllowedCaps);
    }

    [Theory]
    [InlineData("""{}""", "template,event,context")]
    [InlineData("""{"template":"a b","event":{"name":""},"context":{"guild_id":"x"}}""", "template,event.name,context.guild_id")]
    [InlineData("""{"template":"t","event":[],"context":{}}""", "event,context.guild_id")]
    [InlineData("""{"template":"t","event":{"name":"X"},"context":{"guild_id":"1","allowed_caps":[1]},"wait_ms":60001,"idempotency_key":"é"}""", "context.allowed_caps[0],wait_ms,idempotency_key")]
    public void TryParse_SeveralMistakes_AreAllNamed(string body, string paths)
    {
        Assert.False(ExecuteRequest.TryParse(Encoding.UTF8.GetBytes(body), "d", out _, out var problem));

        Assert.Equal(("TF4002", 400), (problem.Code, problem.Status));
        Assert.Equal(paths, string.Join(',', problem.Errors.Select(error => error.Path)));
    }
}
