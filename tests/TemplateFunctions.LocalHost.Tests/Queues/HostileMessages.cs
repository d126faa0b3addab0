using System.Globalization;
using System.Text;

namespace TemplateFunctions.LocalHost.Tests.Queues;

/// <summary>Writes queue messages that somebody without good intentions would send: from noise to what is nearly right.</summary>
internal sealed class HostileMessages(int seed)
{
    public const int Largest = 45 << 10;

    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1e999", "1.5", "\"\"", "\"x\"", "[]", "{}", "[null]", "{\"name\":5}", "\"\\ud800\"", "99999999999999999999999", "\"1\\u0000\"", "[[[[[]]]]]", "\"../../etc\""];

    private static readonly string[] Fields = ["id", "guild_id", "event", "templates", "reply_to", "attempt", "sent_at", "name", "data", "base_name", "author", "__proto__", ""];

    private readonly Random _random = new(seed);

    /// <summary>One message; the number makes its event's id its own.</summary>
    public byte[] Write(int number)
    {
        var text = _random.Next(10) switch
        {
            0 => Noise(),
            1 => RandomObject(4),
            2 => Fault(Valid(number)),
            3 => OfSize(number, Largest + _random.Next(-3, 4)),
            4 => Valid(number, data: Nested(_random.Next(60, 3000))),
            5 => Valid(number, data: Scopes(_random.Next(1, 4000))),
            6 => Valid(number, extra: $",\"id\":\"again{number}\""),
            7 => Valid(number, extra: $",\"{Pick(Fields)}\":{Pick(Values)}"),
            8 => RandomMessage(number),
            _ => Valid(number),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        return _random.Next(3) switch
        {
            0 => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)),
            1 when _random.Next(8) == 0 => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)))),
            _ => bytes,
        };
    }

    private static string Valid(int number, string data = "{\"n\":1}", string extra = "") =>
        $$"""{"id":"m{{number}}","guild_id":"{{(number % 5) + 1}}","event":{"name":"E","data":{{data}}}{{extra}}}""";

    private string OfSize(int number, int bytes)
    {
        var empty = Valid(number, "\"\"").Length;
        return Valid(number, $"\"{new string('x', bytes - empty)}\"");
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));

    private static string Scopes(int count) => "{\"scopes\":[" + string.Join(',', Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]}";

    private string RandomMessage(int number)
    {
        var fields = new List<string> { $"\"guild_id\":{(_random.Next(3) == 0 ? Pick(Values) : "\"1\"")}" };
        fields.Add(_random.Next(3) == 0 ? $"\"event\":{Pick(Values)}" : $"\"event\":{{\"name\":{(_random.Next(3) == 0 ? Pick(Values) : "\"E\"")},\"data\":{Pick(Values)}}}");
        fields.Add($"\"id\":\"r{number}\"");
        for (var i = _random.Next(4); i > 0; i--)
        {
            fields.Add($"\"{Pick(Fields)}\":{Pick(Values)}");
        }

        return "{" + string.Join(',', fields.OrderBy(_ => _random.Next())) + "}";
    }

    private string RandomObject(int depth) => depth == 0 || _random.Next(4) == 0
        ? Pick(Values)
        : _random.Next(2) == 0
            ? "[" + string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => RandomObject(depth - 1))) + "]"
            : "{" + string.Join(',', Enumerable.Range(0, _random.Next(5)).Select(_ => $"\"{Pick(Fields)}\":{RandomObject(depth - 1)}")) + "}";

    /// <summary>A character changed, lost or put in.</summary>
    private string Fault(string text)
    {
        var at = _random.Next(text.Length);
        return _random.Next(3) switch
        {
            0 => text[..at],
            1 => text.Remove(at, 1),
            _ => text.Insert(at, ((char)_random.Next(1, 0x2ff)).ToString()),
        };
    }

    private string Noise()
    {
        var bytes = new byte[_random.Next(0, 2000)];
        _random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    private string Pick(string[] of) => of[_random.Next(of.Length)];
}
