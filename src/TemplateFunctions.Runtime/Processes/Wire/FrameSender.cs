namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>
/// Writes frames to a stream on a thread of its own. What comes while a write is under way goes out together with the next: the more
/// there is to send, the fewer calls of the system it takes.
/// </summary>
internal sealed class FrameSender
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Stream _stream;
    private readonly Action<Exception?> _onEnd;
    private readonly Thread _thread;
    private FrameBuffer _filling = new();
    private FrameBuffer _writing = new();
    private bool _idle;
    private bool _ending;
    private bool _ended;

    /// <param name="stream">Where to; closed at the end.</param>
    /// <param name="name">The thread's name.</param>
    /// <param name="onEnd">Told once: the exception that a write ended with, or null after <see cref="Finish"/>.</param>
    public FrameSender(Stream stream, string name, Action<Exception?> onEnd)
    {
        _stream = stream;
        _onEnd = onEnd;
        _thread = new Thread(Write, 256 << 10) { IsBackground = true, Name = name };
    }

    /// <summary>Held between <see cref="Enter"/> and <see cref="Leave"/>.</summary>
    public Lock Gate => _gate;

    public void Start() => _thread.Start();

    /// <summary>Takes the buffer; the caller writes whole frames and calls <see cref="Leave"/>.</summary>
    public FrameBuffer Enter()
    {
        _gate.Enter();
        return _filling;
    }

    public void Leave()
    {
        if (_ended)
        {
            _filling.Clear();
        }

        var wake = _idle && (_filling.Length > 0 || _ending);
        if (wake)
        {
            _idle = false;
        }

        _gate.Exit();
        if (wake)
        {
            _wake.Release();
        }
    }

    /// <summary>Ends the thread once everything has been written.</summary>
    public void Finish()
    {
        Enter();
        _ending = true;
        Leave();
    }

    private void Write()
    {
        try
        {
            while (Take())
            {
                _stream.Write(_writing.Written);
                _stream.Flush();
                _writing.Clear();
            }

            _stream.Dispose();
            End(null);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            End(failure);
        }
    }

    /// <summary>From here on, what is still sent is dropped.</summary>
    private void End(Exception? failure)
    {
        lock (_gate)
        {
            _ended = true;
        }

        _onEnd(failure);
    }

    private bool Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_filling.Length > 0)
                {
                    (_filling, _writing) = (_writing, _filling);
                    return true;
                }

                if (_ending)
                {
                    return false;
                }

                _idle = true;
            }

            _wake.Wait();
        }
    }
}
