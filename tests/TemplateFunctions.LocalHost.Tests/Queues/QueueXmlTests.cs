using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.LocalHost.Tests.Queues;

public sealed class QueueXmlTests
{
    [Fact]
    public void WriteThenRead_AnyText_ComesBackAsItIsOrAsBase64() => Prop.ForAll<string>(text =>
    {
        text ??= "";
        var written = XDocument.Parse(Encoding.UTF8.GetString(QueueXml.WriteMessage(text)), LoadOptions.PreserveWhitespace).Root!.Element("MessageText")!.Value;
        return written == text || written == Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("{\"a\":\"<&>\\u0000\"}")]
    [InlineData("line\r\nline\tend ")]
    [InlineData("\ud83d\ude00")]
    public void Write_TextThatXmlCarries_StaysAsItIs(string text) =>
        Assert.Equal(text, XDocument.Parse(Encoding.UTF8.GetString(QueueXml.WriteMessage(text))).Root!.Value);

    [Fact]
    public void Read_SeveralMessages_GivesEachWithItsFields()
    {
        var messages = QueueXml.ReadMessages(new MemoryStream(Encoding.UTF8.GetBytes("""
            <?xml version="1.0"?><QueueMessagesList>
            <QueueMessage><MessageId>1</MessageId><InsertionTime>Fri, 20 Nov 2026 10:00:00 GMT</InsertionTime><PopReceipt>r</PopReceipt><DequeueCount>2</DequeueCount><MessageText>a&amp;b</MessageText></QueueMessage>
            <QueueMessage><MessageId>2</MessageId><InsertionTime>Fri, 20 Nov 2026 10:00:01 GMT</InsertionTime><DequeueCount>0</DequeueCount><MessageText /></QueueMessage>
            </QueueMessagesList>
            """)));

        Assert.Equal(new AzureQueueMessage("1", "a&b", 2, new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), "r"), messages[0]);
        Assert.Equal(new AzureQueueMessage("2", "", 0, new DateTimeOffset(2026, 11, 20, 10, 0, 1, TimeSpan.Zero), null), messages[1]);
        Assert.Equal(2, messages.Count);
    }
}
