using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>What each action does on the VM thread. Each is completed exactly once, here or by the run it started.</summary>
internal static class ActionHandler
{
    public static void Handle(ThreadEntry entry, GuildId guild, LuaVmAction action)
    {
        switch (action)
        {
            case ExecuteAction execute:
                entry.Accept(guild, execute.Request, execute);
                break;
            case SinkAction run:
                entry.Accept(guild, run.Request, run.Sink);
                break;
            case DispatchEventAction dispatch:
                Dispatch(entry, guild, dispatch);
                break;
            case GetStateAction get:
                get.Complete(entry.Find(guild)?.InfoByTemplate());
                break;
            case GetMemoryUsageAction get:
                get.Complete(entry.Find(guild)?.MemoryBytes ?? 0);
                break;
            case SetMemoryLimitAction set:
                set.Complete(entry.SetMemoryLimit(guild, set.Limit));
                break;
            case ClearCacheAction clear:
                clear.Complete(entry.Find(guild)?.ClearCache() ?? 0);
                break;
            case DestroyAction destroy:
                var vm = entry.Find(guild);
                if (vm is not null)
                {
                    entry.Destroy(vm);
                }

                destroy.Complete(vm is not null);
                break;
            case PanicAction panic:
                if (entry.AllowsPanic)
                {
                    throw new InvalidOperationException("A panic was asked for.");
                }

                panic.Complete(false);
                break;
        }
    }

    /// <summary>Answers an action that no VM will take.</summary>
    public static void Refuse(LuaVmAction action, BrokenReason reason)
    {
        switch (action)
        {
            case ExecuteAction execute:
                execute.Complete(Results.Broken(reason));
                break;
            case SinkAction run:
                run.Sink.Settle(run.Request, Results.Broken(reason));
                break;
            case DispatchEventAction dispatch:
                dispatch.Begin();
                foreach (var run in dispatch.Runs)
                {
                    dispatch.Settle(run, Results.Broken(reason));
                }

                break;
            case GetStateAction get:
                get.Complete(null);
                break;
            case GetMemoryUsageAction get:
                get.Complete(0);
                break;
            case SetMemoryLimitAction set:
                set.Complete(0);
                break;
            case ClearCacheAction clear:
                clear.Complete(0);
                break;
            case DestroyAction destroy:
                destroy.Complete(false);
                break;
            case PanicAction panic:
                panic.Complete(reason == BrokenReason.PanicRecovery);
                break;
        }
    }

    private static void Dispatch(ThreadEntry entry, GuildId guild, DispatchEventAction dispatch)
    {
        dispatch.Begin();
        foreach (var run in dispatch.Runs)
        {
            entry.Accept(guild, run, dispatch);
        }
    }
}
