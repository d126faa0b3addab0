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
}
