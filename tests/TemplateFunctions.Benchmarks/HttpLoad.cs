using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TemplateFunctions.Benchmarks;

/// <summary>A client that costs next to nothing: one prepared request, written and read on bare sockets.</summary>
internal sealed class HttpLoad(string address, string path, string body)
{
    private readonly Uri _address = new(address);

    /// <summary>Requests per second with so many connections, each waiting for its answer before the next request.</summary>
    public async Task<double> RunAsync(int connections, TimeSpan window)
    {
        var request = Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {_address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => LoopAsync(request, clock, window))));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private async Task<long> LoopAsync(byte[] request, Stopwatch clock, TimeSpan window)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _address.Port);
        var buffer = new byte[16 << 10];
        long count = 0;
        while (clock.Elapsed < window)
        {
            await socket.SendAsync(request);
            await ReadAnswerAsync(socket, buffer);
            count++;
        }

        return count;
    }

    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read;
            if (read == 0 || !buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
            }

            if (IsComplete(buffer.AsSpan(0, length)))
            {
                return;
            }
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        var mark = answer.IndexOf("Content-Length: "u8);
        if (mark < 0 || mark > headers)
        {
            // Chunked: ends with the empty chunk.
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        var digits = answer[(mark + 16)..];
        return answer.Length >= headers + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], System.Globalization.CultureInfo.InvariantCulture);
    }
}
