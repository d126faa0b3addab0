using System.Globalization;
using System.Text;
using System.Xml;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>The XML bodies of the queue protocol.</summary>
internal static class QueueXml
{
    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,

        // A message put by a sloppy client may hold characters that XML forbids: that message is refused later, not its whole batch here.
        CheckCharacters = false,
        IgnoreWhitespace = true,
    };

    /// <summary>The body of a put. Text that XML cannot carry goes as base64, which every consumer of this queue accepts.</summary>
    public static byte[] WriteMessage(string text)
    {
        if (!IsXmlText(text))
        {
            text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }

        // A bare carriage return would come back as a line feed.
        var escaped = new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\r", "&#xD;");
        return Encoding.UTF8.GetBytes($"<QueueMessage><MessageText>{escaped}</MessageText></QueueMessage>");
    }

    /// <summary>The messages of a get or peek.</summary>
    public static List<AzureQueueMessage> ReadMessages(Stream body)
    {
        var messages = new List<AzureQueueMessage>();
        using var reader = XmlReader.Create(body, ReaderSettings);
        while (reader.ReadToFollowing("QueueMessage"))
        {
            messages.Add(ReadMessage(reader.ReadSubtree()));
        }

        return messages;
    }

    private static AzureQueueMessage ReadMessage(XmlReader reader)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        reader.Read();
        reader.Read();
        while (reader.NodeType == XmlNodeType.Element)
        {
            var name = reader.Name;
            fields[name] = reader.ReadElementContentAsString();
        }

        reader.Close();
        return new AzureQueueMessage(
            fields["MessageId"],
            fields.GetValueOrDefault("MessageText", ""),
            int.Parse(fields.GetValueOrDefault("DequeueCount", "0"), CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(fields["InsertionTime"], CultureInfo.InvariantCulture),
            fields.GetValueOrDefault("PopReceipt"));
    }

    private static bool IsXmlText(string text)
    {
        try
        {
            XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
