using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>An action that waits for a process to come up.</summary>
internal readonly record struct WaitingAction(GuildId Guild, LuaVmAction Action, int Slot);

/// <summary>Answers those whose process did not come up.</summary>
internal static class UnbuiltAnswers
{
    public static void Give(WorkerServices services, List<WaitingAction> waiting)
    {
        foreach (var guild in waiting.Where(w => w.Action is ExecuteAction or DispatchEventAction).Select(w => w.Guild).Distinct())
        {
            services.Vms.Observer.OnBroken(guild, BrokenReason.InternalError);
        }

        foreach (var (_, action, _) in waiting)
        {
            switch (action)
            {
                case ExecuteAction execute:
                    ((IRunSink)execute).Settle(execute.Request, Results.Unbuilt());
                    break;
                case DispatchEventAction dispatch:
                    dispatch.Begin();
                    foreach (var run in dispatch.Runs)
                    {
                        ((IRunSink)dispatch).Settle(run, Results.Unbuilt());
                    }

                    break;
                default:
                    ActionHandler.Refuse(action, BrokenReason.InternalError);
                    break;
            }
        }
    }
}
