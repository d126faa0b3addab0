using System.Text;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Journal;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Journal;

public sealed class ParkedRunTests
{
    private static readonly RunOrder Order = new()
    {
        Key = new RunKey(new GuildId(7), "e:1", "a.b$c-d"),
        ExecutionId = "x1",
        Template = "a.b$c-d",
        Source = "template-events",
        ReplyTo = "template-replies-x",
        Content = "return \"é\"",
        AllowedCaps = ["kv:*", "\"odd\""],
        Event = new EventRequest { Name = "N", BaseName = "B", Id = "e:1", Author = "9", DataJson = """{"big":12345678901234567890,"s":"\ud800é"}"""u8.ToArray() },
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WhatToJsonWrote_IsTheSameRun(bool started)
    {
        var row = Row(new ParkedRun(Order, started).ToJson());
        var read = ParkedRun.Read(row)!;

        Assert.Equal(started, read.Started);
        Assert.Equal(started, ParkedRun.WasStarted(row));
        Assert.Equal(Order.Key, read.Order.Key);
        Assert.Equal(Order with { Event = read.Order.Event, AllowedCaps = read.Order.AllowedCaps }, read.Order);
        Assert.Equal(Order.AllowedCaps, read.Order.AllowedCaps);
        Assert.Equal(Encoding.UTF8.GetString(Order.Event.DataJson.Span), Encoding.UTF8.GetString(read.Order.Event.DataJson.Span));
        Assert.Equal(Order.Event with { DataJson = default }, read.Order.Event with { DataJson = default });
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"started\":1}")]
    [InlineData("{\"started\":true,\"event\":{}}")]
    public void Read_SomethingElse_IsNull(string payload) => Assert.Null(ParkedRun.Read(Row(Encoding.UTF8.GetBytes(payload))));

    private static InflightRow Row(byte[] payload) => new()
    {
        Guild = Order.Guild,
        EventId = ParkedRun.RowId(Order.Key),
        Payload = payload,
        Attempt = 1,
        Incarnation = "i",
        Epoch = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
