using System.Buffers;
using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Execution;

public sealed class OutcomeJsonTests
{
    private static readonly ExecutionOutcome Ok = ExecutionOutcome.Of("x1", new LuaVmResult
    {
        Kind = LuaVmResultKind.Ok,
        ResultJson = """{"n":9007199254740993,"t":"é\u0000"}"""u8.ToArray(),
        Logs = ["a \"quoted\" line", "é"],
        Duration = TimeSpan.FromMicroseconds(1234.5),
        Cpu = TimeSpan.FromMicroseconds(10),
        MemoryBytes = 4096,
    });

    [Fact]
    public void Write_Success_IsTheContractsAnswerWithTheResultUntouched() => Assert.Equal(
        """{"execution_id":"x1","status":"ok","result":{"n":9007199254740993,"t":"é\u0000"},"logs":["a \"quoted\" line","é"],"duration_ms":1.234,"cpu_ms":0.01,"memory_bytes":4096}""",
        Written(Ok));

    [Fact]
    public void Write_Failure_NamesEveryFieldOfTheError()
    {
        var outcome = ExecutionOutcome.Of("x2", new LuaVmResult
        {
            Kind = LuaVmResultKind.LuaError,
            Error = new RunError("TF2001", "boom") { File = "init.luau", Line = 3, Frame = "> 3 | error()" },
        });

        Assert.Equal(
            """{"execution_id":"x2","status":"error","error":{"code":"TF2001","kind":"lua_error","message":"boom","file":"init.luau","line":3,"frame":"> 3 | error()","traceback":null},"logs":[],"duration_ms":0,"cpu_ms":0,"memory_bytes":0}""",
            Written(outcome));
    }

    [Theory]
    [InlineData(LuaVmResultKind.Timeout, "timeout", "TF3001")]
    [InlineData(LuaVmResultKind.MemoryLimit, "memory_limit", "TF3003")]
    public void Write_ResultWithoutError_StillHasCodeAndKind(LuaVmResultKind kind, string word, string code)
    {
        var error = JsonDocument.Parse(Written(ExecutionOutcome.Of("x", new LuaVmResult { Kind = kind }))).RootElement.GetProperty("error");

        Assert.Equal((word, code), (error.GetProperty("kind").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public void Write_NothingReturned_ResultIsNull() =>
        Assert.Contains("\"result\":null", Written(ExecutionOutcome.Of("x", new LuaVmResult { Kind = LuaVmResultKind.Ok })), StringComparison.Ordinal);

    [Fact]
    public void Reply_TooLargeForAMessage_KeepsTheExecutionIdAlone()
    {
        var stored = OutcomeJson.ToJson(Ok);
        var whole = Encoding.UTF8.GetString(OutcomeJson.Reply("x1", "e1", "t", stored, 10_000));
        var small = Encoding.UTF8.GetString(OutcomeJson.Reply("x1", "e1", "t", stored, 100));

        Assert.StartsWith("""{"event_id":"e1","template":"t","execution_id":"x1","status":"ok","result":{"n":9007199254740993""", whole, StringComparison.Ordinal);
        Assert.Equal("""{"event_id":"e1","template":"t","execution_id":"x1"}""", small);
    }

    [Fact]
    public void Write_LargeResult_DoesNotKeepItsBuffer()
    {
        var large = Ok with { Result = Ok.Result with { ResultJson = Encoding.UTF8.GetBytes($"\"{new string('x', 3 << 20)}\"") } };

        Assert.Equal(Encoding.UTF8.GetByteCount(Written(large)), OutcomeJson.ToJson(large).Length);
        Assert.Equal(Written(Ok), Encoding.UTF8.GetString(OutcomeJson.ToJson(Ok)));
    }

    private static string Written(ExecutionOutcome outcome)
    {
        var buffer = new ArrayBufferWriter<byte>();
        OutcomeJson.Write(buffer, outcome);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
