using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests;

public class SampleTests
{
    [Theory]
    [InlineData("scheduler", "0.5:4, 1:2 (first), 1:1 (tick 1), skip 3, 3:1 (tick 2), 5:1 (tick 3)")]
    [InlineData("permissions", "backups.create=false backups.delete=true moderation.kick=false chat.read=true chat.write=true")]
    [InlineData("calculator", "1 + 2 * 3 = 7\n(1 + 2) * 3 = 9\n2 ^ 3 ^ 2 = 512\n-2 ^ 2 = -4\n7 % 4 - 10 / 4 = 0.5\n1 / 0 = inf\n(1 +  = error: unexpected end\n1 2 = error: unexpected 2\n$ = error: unexpected $")]
    [InlineData("limiter", "10 allowed, 2 denied, waits 0.25 0.25 \n5:true/false/2.75\n6:true/false/2.75\n8:true/false/1\n9:true/false/0.5\n10:true/false/0.5\n11:false/true/0")]
    [InlineData("classes", "moved (3, 4); moved (1, 2); hp 7.5; died; 5 true (2, 4) 2 class Player (0, 1)!")]
    public void Program_Run_GivesItsResult(string name, string expected) => Assert.Equal(expected, LuauProgram.Run(Samples.Read(name)));
}
