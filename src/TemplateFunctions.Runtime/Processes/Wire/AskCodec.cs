using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Actions that are not runs, their answers, and a worker's report of itself.</summary>
internal static class AskCodec
{
    /// <summary>Bytes that a VM's figures take.</summary>
    public const int VmBytes = (6 * 8) + 1 + (4 * 4);

    private static readonly int States = Enum.GetValues<VmState>().Length;

    private enum Question : byte
    {
        State,
        Memory,
        SetLimit,
        ClearCache,
        Destroy,
        Panic,
    }

    public static void Write(FrameBuffer frame, LuaVmAction action)
    {
        frame.Byte((byte)QuestionOf(action));
        frame.Long(action is SetMemoryLimitAction set ? set.Limit : 0);
    }

    public static LuaVmAction Read(ref FrameReader frame)
    {
        var question = (Question)frame.Byte();
        var argument = frame.Long();
        return question switch
        {
            Question.State => new GetStateAction(),
            Question.Memory => new GetMemoryUsageAction(),
            Question.SetLimit => new SetMemoryLimitAction(argument),
            Question.ClearCache => new ClearCacheAction(),
            Question.Destroy => new DestroyAction(),
            Question.Panic => new PanicAction(),
            _ => throw new ProtocolException($"{question} is no question."),
        };
    }

    /// <summary>Completes when the action has.</summary>
    public static Task CompletionOf(LuaVmAction action) => action switch
    {
        GetStateAction state => state.Completion,
        LuaVmAction<long> number => number.Completion,
        LuaVmAction<int> number => number.Completion,
        LuaVmAction<bool> flag => flag.Completion,
        _ => throw new InvalidOperationException($"{action} is no question."),
    };

    /// <summary>Writes the answer of an action that has completed.</summary>
    public static void WriteAnswer(FrameBuffer frame, LuaVmAction action)
    {
        if (action is GetStateAction state)
        {
            frame.Flag(state.Completion.Result is not null);
            if (state.Completion.Result is { } info)
            {
                Write(frame, info);
            }

            return;
        }

        frame.Long(action switch
        {
            LuaVmAction<long> number => number.Completion.Result,
            LuaVmAction<int> number => number.Completion.Result,
            LuaVmAction<bool> flag => flag.Completion.Result ? 1 : 0,
            _ => throw new InvalidOperationException($"{action} is no question."),
        });
    }

    /// <summary>Completes the action that was asked.</summary>
    public static void ReadAnswer(ref FrameReader frame, LuaVmAction action, int firstSlot)
    {
        switch (action)
        {
            case GetStateAction state:
                state.Complete(frame.Flag() ? ReadVm(ref frame, firstSlot) : null);
                break;
            case LuaVmAction<long> number:
                number.Complete(frame.Long());
                break;
            case LuaVmAction<int> number:
                number.Complete((int)frame.Long());
                break;
            case LuaVmAction<bool> flag:
                flag.Complete(frame.Long() != 0);
                break;
        }
    }

    public static void Write(FrameBuffer frame, VmInfo info)
    {
        frame.Long((long)info.Guild.Value);
        frame.Byte((byte)info.State);
        frame.Int(info.Thread);
        frame.Long(info.MemoryBytes);
        frame.Long(info.MemoryLimit);
        frame.Long(info.Executions);
        frame.Int(info.Coroutines);
        frame.Int(info.LiveRuns);
        frame.Long(info.CreatedAt.UtcTicks);
        frame.Long(info.LastUsedAt.UtcTicks);
        frame.Int(info.Templates.Count);
        foreach (var template in info.Templates)
        {
            frame.Text(template.Template);
            frame.Long(template.HeapGrowthBytes);
        }
    }

    public static VmInfo ReadVm(ref FrameReader frame, int firstSlot) => new(
        new GuildId((ulong)frame.Long()),
        (VmState)frame.Member(States),
        firstSlot + frame.Int(),
        frame.Long(),
        frame.Long(),
        frame.Long(),
        frame.Int(),
        frame.Int(),
        ReadTime(ref frame),
        ReadTime(ref frame))
    {
        Templates = ReadTemplates(ref frame),
    };

    private static TemplateMemory[] ReadTemplates(ref FrameReader frame)
    {
        var templates = new TemplateMemory[frame.Count(12)];
        for (var i = 0; i < templates.Length; i++)
        {
            templates[i] = new TemplateMemory(frame.Text(), frame.Long());
        }

        return templates;
    }

    public static void Write(FrameBuffer frame, VmThreadInfo info)
    {
        frame.Int(info.Slot);
        frame.Text(info.State);
        frame.Int(info.Vms);
        frame.Int(info.ReadyRuns);
        frame.Int(info.WaitingRuns);
        frame.Long(info.Actions);
        frame.Long(info.Busy.Ticks);
        frame.Int(info.Throttled);
    }

    public static VmThreadInfo ReadThread(ref FrameReader frame, int firstSlot) =>
        new(firstSlot + frame.Int(), frame.Text(), frame.Int(), frame.Int(), frame.Int(), frame.Long(), new TimeSpan(frame.Long()), frame.Int());

    public static void Write(FrameBuffer frame, VmMemory memory)
    {
        frame.Long(memory.ReservedBytes);
        frame.Long(memory.LimitBytes);
        frame.Int(memory.Waiting);
    }

    public static VmMemory ReadMemory(ref FrameReader frame) => new(frame.Long(), frame.Long(), frame.Int());

    /// <summary>A moment in UTC ticks.</summary>
    public static DateTimeOffset ReadTime(ref FrameReader frame)
    {
        var ticks = frame.Long();
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw new ProtocolException($"{ticks} is no time.");
    }

    private static Question QuestionOf(LuaVmAction action) => action switch
    {
        GetStateAction => Question.State,
        GetMemoryUsageAction => Question.Memory,
        SetMemoryLimitAction => Question.SetLimit,
        ClearCacheAction => Question.ClearCache,
        DestroyAction => Question.Destroy,
        PanicAction => Question.Panic,
        _ => throw new InvalidOperationException($"{action} is no question."),
    };
}
