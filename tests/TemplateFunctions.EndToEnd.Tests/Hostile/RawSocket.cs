using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>Bytes to the host as no well-behaved client would send them.</summary>
internal sealed class RawSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawSocket> ConnectAsync(Uri host)
    {
        var socket = new RawSocket();
        await socket._socket.ConnectAsync(IPAddress.Loopback, host.Port);
        return socket;
    }

    /// <summary>Everything that the host answers to this until it closes the connection.</summary>
    public static async Task<string> AskAsync(Uri host, string request)
    {
        using var socket = await ConnectAsync(host);
        await socket.SendAsync(request);
        return await socket.ReadToEndAsync();
    }

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = new StringBuilder();
        var buffer = new byte[16 << 10];
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // The host cut the connection: what had come by then is its answer.
        }

        return answer.ToString();
    }

    public void Dispose() => _socket.Dispose();
}
