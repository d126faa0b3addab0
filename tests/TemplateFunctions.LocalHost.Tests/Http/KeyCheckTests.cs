using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using TemplateFunctions.LocalHost.Http;

namespace TemplateFunctions.LocalHost.Tests.Http;

public sealed class KeyCheckTests
{
    [Theory]
    [InlineData("right", true)]
    [InlineData("wrong", false)]
    [InlineData("righ", false)]
    [InlineData("right ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Check_SentKey_PassesOnlyWhenEqual(string? sent, bool passes)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[KeyCheck.Header] = sent;

        Assert.Equal(passes, new KeyCheck("right").Check(request) is null);
    }

    [Fact]
    public void Check_TwoKeys_IsRefused()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[KeyCheck.Header] = new string[] { "right", "right" };

        Assert.NotNull(new KeyCheck("right").Check(request));
    }

    [Fact]
    public void Check_NoKeyAsked_Passes() => Assert.Null(new KeyCheck(null).Check(new DefaultHttpContext().Request));

    /// <summary>No test can measure it, so the compiled code is asked: the only comparison it calls is the one of constant time.</summary>
    [Fact]
    public void Check_Comparison_TakesConstantTime()
    {
        string[] comparisons = ["Equals", "op_Equality", "op_Inequality", "SequenceEqual", "SequenceCompareTo", "CompareTo", "Compare", "CompareOrdinal", "StartsWith", "Contains"];
        var called = CalledBy(typeof(KeyCheck).GetMethod(nameof(KeyCheck.Check))!);

        Assert.Contains(called, method => method.DeclaringType == typeof(CryptographicOperations) && method.Name == nameof(CryptographicOperations.FixedTimeEquals));
        Assert.DoesNotContain(called, method => comparisons.Contains(method.Name));
    }

    /// <summary>What call and callvirt name. A constant may look like one; then it names no method, or a wrong one that is not there.</summary>
    private static List<MethodBase> CalledBy(MethodBase caller)
    {
        const byte Call = 0x28, CallVirtual = 0x6f;
        var code = caller.GetMethodBody()!.GetILAsByteArray()!;
        var called = new List<MethodBase>();
        for (var i = 0; i + sizeof(int) < code.Length; i++)
        {
            if (code[i] is Call or CallVirtual && Resolve(caller.Module, BitConverter.ToInt32(code, i + 1)) is { } method)
            {
                called.Add(method);
            }
        }

        return called;
    }

    private static MethodBase? Resolve(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
