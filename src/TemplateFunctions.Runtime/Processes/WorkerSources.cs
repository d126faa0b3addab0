using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Processes.Wire;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>The templates a worker knows: each is sent once, and the one used longest ago goes when they become too many.</summary>
internal sealed class WorkerSources
{
    private const long MostBytes = 64L << 20;
    private const int Most = 4096;

    private readonly Dictionary<TemplateSource, Known> _known = new(ReferenceEqualityComparer.Instance);
    private int _last;
    private long _uses;
    private long _bytes;

    /// <summary>The template as the worker knows it; sends it when the worker lacks it.</summary>
    public Known Get(TemplateSource source, FrameBuffer frame)
    {
        if (!_known.TryGetValue(source, out var known))
        {
            known = Send(source, frame);
        }

        known.Used = ++_uses;
        return known;
    }

    private Known Send(TemplateSource source, FrameBuffer frame)
    {
        var bytes = source.Files.Sum(file => 2L * (file.Key.Length + file.Value.Length));
        while (_known.Count > 0 && (_known.Count >= Most || _bytes + bytes > MostBytes))
        {
            Forget(frame);
        }

        var known = new Known(++_last, bytes);
        frame.Begin(FrameKind.Source);
        frame.Int(known.Number);
        RunCodec.WriteSource(frame, source);
        frame.End();
        _known.Add(source, known);
        _bytes += bytes;
        return known;
    }

    private void Forget(FrameBuffer frame)
    {
        var (source, known) = _known.MinBy(entry => entry.Value.Used);
        _known.Remove(source);
        _bytes -= known.Bytes;
        frame.Begin(FrameKind.ForgetSource);
        frame.Int(known.Number);
        frame.End();
    }

    internal sealed class Known(int number, long bytes)
    {
        public int Number { get; } = number;

        public long Bytes { get; } = bytes;

        public long Used { get; set; }

        /// <summary>The template's last run that was sent.</summary>
        public RunRequest? Last { get; set; }

        /// <summary>Whether the worker knows the run's ctx from the last run.</summary>
        public bool Shows(RunRequest request) => Last is { } last && ReferenceEquals(last.Capabilities, request.Capabilities)
            && Nullable.Equals(last.TemplateDataJson, request.TemplateDataJson) && last.OwnerGuild == request.OwnerGuild;
    }
}
