using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Runs, their events and their templates.</summary>
internal static class RunCodec
{
    private const byte Cancellable = 1;
    private const byte WithContext = 2;
    private const byte WithEvent = 4;
    private const byte Impatient = 8;

    /// <summary>Writes what follows a run's number: what scripts can see of it. Its id and epoch stay in the host.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="guild">The guild.</param>
    /// <param name="slot">The thread inside the worker.</param>
    /// <param name="source">Number of the template.</param>
    /// <param name="request">The run.</param>
    /// <param name="withContext">False when its ctx is that of the template's run before.</param>
    /// <param name="withEvent">False when its event is that of the run before.</param>
    public static void Write(FrameBuffer frame, GuildId guild, int slot, int source, RunRequest request, bool withContext, bool withEvent)
    {
        frame.Long((long)guild.Value);
        frame.Int(slot);
        frame.Int(source);
        frame.Byte((byte)((request.Cancellation.CanBeCanceled ? Cancellable : 0) | (withContext ? WithContext : 0) | (withEvent ? WithEvent : 0) | (request.Impatient ? Impatient : 0)));
        if (withContext)
        {
            WriteContext(frame, request);
        }

        if (withEvent)
        {
            WriteEvent(frame, request.Event);
        }
    }

    /// <summary>Reads a run.</summary>
    /// <param name="frame">The frame, behind the run's number.</param>
    /// <param name="find">The template of a number.</param>
    /// <param name="lastEvent">The event of the run before; this run's after the call.</param>
    /// <param name="runId">What the worker calls the run.</param>
    /// <param name="observer">Follows the run.</param>
    /// <param name="cancellation">Made for runs that can be cancelled.</param>
    public static ReceivedRun Read(
        ref FrameReader frame, Func<int, ReceivedSource> find, ref EventDocument? lastEvent, string runId, IRunObserver observer, Func<CancellationToken> cancellation)
    {
        var guild = new GuildId((ulong)frame.Long());
        var slot = frame.Int();
        var source = find(frame.Int());
        var flags = frame.Byte();
        if ((flags & WithContext) != 0)
        {
            ReadContext(ref frame, source);
        }

        if ((flags & WithEvent) != 0)
        {
            lastEvent = ReadEvent(ref frame);
        }

        var request = new RunRequest
        {
            RunId = runId,
            Template = source.Template,
            Event = lastEvent ?? throw new ProtocolException("The first run lacks its event."),
            Capabilities = source.Capabilities,
            TemplateDataJson = source.Data,
            OwnerGuild = source.Owner,
            Observer = observer,
            Impatient = (flags & Impatient) != 0,
            Cancellation = (flags & Cancellable) != 0 ? cancellation() : default,
        };
        return new ReceivedRun(guild, slot, request);
    }

    public static void WriteSource(FrameBuffer frame, TemplateSource source)
    {
        frame.Text(source.Name);
        frame.Text(source.Version);
        frame.Int(source.Files.Count);
        foreach (var (path, text) in source.Files)
        {
            frame.Text(path);
            frame.Text(text);
        }
    }

    public static TemplateSource ReadSource(ref FrameReader frame)
    {
        var (name, version) = (frame.Text(), frame.Text());
        var count = frame.Count(8);
        var files = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            files[frame.Text()] = frame.Text();
        }

        return new TemplateSource(name, version, files);
    }

    private static void WriteContext(FrameBuffer frame, RunRequest request)
    {
        frame.Texts(request.Capabilities);
        frame.Flag(request.TemplateDataJson is not null);
        frame.Bytes(request.TemplateDataJson is { } data ? data.Span : default);
        frame.Flag(request.OwnerGuild is not null);
        frame.Long((long)(request.OwnerGuild?.Value ?? 0));
    }

    private static void ReadContext(ref FrameReader frame, ReceivedSource source)
    {
        source.Capabilities = frame.Texts();
        var hasData = frame.Flag();
        var data = frame.Bytes();
        source.Data = hasData ? new ReadOnlyMemory<byte>(data) : default(ReadOnlyMemory<byte>?);
        var hasOwner = frame.Flag();
        var owner = new GuildId((ulong)frame.Long());
        source.Owner = hasOwner ? owner : null;
    }

    private static void WriteEvent(FrameBuffer frame, EventDocument document)
    {
        frame.Text(document.Header.Name);
        frame.Text(document.Header.BaseName);
        frame.Text(document.Header.Id);
        frame.Text(document.Header.Author);
        frame.Int(document.Header.Attempt);
        frame.Bytes(document.Image);
    }

    private static EventDocument ReadEvent(ref FrameReader frame)
    {
        var header = new EventHeader(frame.Text(), frame.Text(), frame.Text(), frame.OptionalText(), frame.Int());
        return EventDocument.FromImage(header, frame.Bytes());
    }
}

/// <summary>A template in a worker, with what its last run's ctx showed: a VM keeps a ctx as long as these are the same objects.</summary>
internal sealed class ReceivedSource(TemplateSource template)
{
    public TemplateSource Template { get; } = template;

    public IReadOnlyList<string> Capabilities { get; set; } = [];

    public ReadOnlyMemory<byte>? Data { get; set; }

    public GuildId? Owner { get; set; }
}

/// <summary>A run as it arrives in a worker.</summary>
internal readonly record struct ReceivedRun(GuildId Guild, int Slot, RunRequest Request);
