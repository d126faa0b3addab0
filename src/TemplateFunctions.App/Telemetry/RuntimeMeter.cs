using System.Diagnostics.Metrics;
using TemplateFunctions.Runtime.Distribution;

namespace TemplateFunctions.App.Telemetry;

/// <summary>What the VM threads of this process do, for whoever listens to the meter <c>TemplateFunctions.Runtime</c>. Read when asked.</summary>
internal sealed class RuntimeMeter : IDisposable
{
    public const string Name = "TemplateFunctions.Runtime";
    private readonly Meter _meter = new(Name);

    public RuntimeMeter(IVmDistributionStrategy vms)
    {
        _meter.CreateObservableGauge("templatefunctions.vms", () => vms.Threads().Sum(thread => thread.Vms), "{vm}", "Live VMs.");
        _meter.CreateObservableGauge("templatefunctions.threads.sick", () => vms.Threads().Count(thread => thread.State != "healthy"), "{thread}", "VM threads that are not healthy.");
        _meter.CreateObservableGauge("templatefunctions.vms.throttled", () => vms.Threads().Sum(thread => thread.Throttled), "{vm}", "VMs whose guild has used its processor time up.");
        _meter.CreateObservableGauge("templatefunctions.runs.ready", () => vms.Threads().Sum(thread => thread.ReadyRuns), "{run}", "Runs that want their thread.");
        _meter.CreateObservableGauge("templatefunctions.runs.waiting", () => vms.Threads().Sum(thread => thread.WaitingRuns), "{run}", "Runs that wait for time or for the host.");
        _meter.CreateObservableGauge("templatefunctions.memory", () => vms.Vms().Sum(vm => vm.MemoryBytes), "By", "Lua heaps together.");
        _meter.CreateObservableGauge("templatefunctions.memory.reserved", () => vms.Memory().ReservedBytes, "By", "What VMs hold or may take without asking.");
        _meter.CreateObservableGauge("templatefunctions.memory.limit", () => vms.Memory().LimitBytes, "By", "What all VMs together may hold.");
        _meter.CreateObservableGauge("templatefunctions.memory.waiting", () => vms.Memory().Waiting, "{wait}", "Guilds that wait for memory: to get a VM, or to go on with theirs.");
        _meter.CreateObservableCounter("templatefunctions.actions", () => vms.Threads().Sum(thread => thread.Actions), "{action}", "Actions taken from the mailboxes.");
        _meter.CreateObservableCounter("templatefunctions.busy", () => vms.Threads().Sum(thread => thread.Busy.TotalSeconds), "s", "Time the VM threads worked.");
    }

    public void Dispose() => _meter.Dispose();
}
