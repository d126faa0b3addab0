using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.App.Telemetry;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.App.Tests.Telemetry;

/// <summary>What the runtime's meter tells of real VMs.</summary>
public sealed class RuntimeMeterTests
{
    [Fact]
    public async Task Meter_Read_TellsTheUseOfTheMemoryBudget()
    {
        const long Budget = 64 << 20;
        await using var vms = VmDistribution.Create(
            new RuntimeOptions { Threads = 1, Limits = new RuntimeLimits { AllVmsBytes = Budget } }, TimeProvider.System, new RuntimeEvents(), NullLogger.Instance);
        var clear = new DestroyAction();
        vms.Dispatch(new GuildId(1), clear);
        await clear.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        using var meter = new RuntimeMeter(vms);

        // Other tests' hosts have meters of the same name.
        var told = new Dictionary<(Meter Meter, string Name), long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, all) => { if (instrument.Meter.Name == RuntimeMeter.Name) { all.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => told[(instrument.Meter, instrument.Name)] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => told[(instrument.Meter, instrument.Name)] = value);
        listener.Start();
        listener.RecordObservableInstruments();

        var own = Assert.Single(told, one => one.Key.Name == "templatefunctions.memory.limit" && one.Value == Budget).Key.Meter;
        Assert.Equal(vms.Memory().ReservedBytes, told[(own, "templatefunctions.memory.reserved")]);
        Assert.Equal(0, told[(own, "templatefunctions.memory.waiting")]);
    }
}
