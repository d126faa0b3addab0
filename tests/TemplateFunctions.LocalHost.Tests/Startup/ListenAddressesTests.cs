using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Startup;

namespace TemplateFunctions.LocalHost.Tests.Startup;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:7071", true)]
    [InlineData("http://127.3.2.1:0", true)]
    [InlineData("http://[::1]:7071", true)]
    [InlineData("https://LocalHost:443", true)]
    [InlineData("http://0.0.0.0:7071", false)]
    [InlineData("http://[::]:7071", false)]
    [InlineData("http://*:7071", false)]
    [InlineData("http://+:7071", false)]
    [InlineData("http://localhost.example.org:7071", false)]
    [InlineData("http://192.168.1.5:7071", false)]
    public void IsLoopback_Address_TellsWhetherOthersReachIt(string address, bool expected) => Assert.Equal(expected, ListenAddresses.IsLoopback(address));

    [Fact]
    public void IsLoopback_NoAddress_IsRefusedByName() =>
        Assert.Contains("'7071'", Assert.Throws<StartupException>(() => ListenAddresses.IsLoopback("7071")).Message, StringComparison.Ordinal);
}
