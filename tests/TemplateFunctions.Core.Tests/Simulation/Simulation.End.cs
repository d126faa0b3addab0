using System.Text.Json;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The end of a history: no more faults, and the judgement.</summary>
internal sealed partial class Simulation
{
    private const int MostRounds = 60;

    /// <summary>Everything that was begun comes to its end. Processes that stood still go on, with what they believed then.</summary>
    private void Drain()
    {
        Witness.Note($"no more faults");
        _outage = false;
        _processes.ForEach(p => p.IsPaused = false);
        var quiet = 0;
        for (var round = 0; quiet < 3; round++)
        {
            if (round >= MostRounds)
            {
                Assert.Fail($"nothing comes to its end: {Describe()}");
            }

            Settle();
            quiet = IsQuiet ? quiet + 1 : 0;
            Clock.Advance(TimeSpan.FromSeconds(31));
            Ask(p => p.Host.RecoverAsync());
        }
    }

    private bool IsQuiet => Journal.Rows.Count == 0 && Outbox.Count == 0 && _queue.Count == 0 && UnderWay.Count == 0
        && _entities.Values.All(e => e.Inbox.Count == 0 && e.Current is null) && _processes.TrueForAll(p => !p.Runs.Any());

    /// <summary>Lets happen what can happen without time.</summary>
    private void Settle()
    {
        for (var moves = true; moves;)
        {
            moves = Think();
            moves |= Answer(faults: false);
            moves |= Engine(faults: false);
            if (!moves && _queue.Exists(m => m.Reader is null))
            {
                Receive();
                moves = true;
            }

            if (!moves && _processes.SelectMany(p => p.Runs.Select(r => (Process: p, Run: r))).FirstOrDefault() is { Run: not null } left)
            {
                moves = true;
                if (left.Run.IsDeadly)
                {
                    Die(left.Process, left.Run);
                }
                else
                {
                    left.Process.Context.Run(() => VmsOf(left.Process, left.Run).End(left.Run, well: true));
                }
            }

            Check();
        }
    }

    private void Judge()
    {
        foreach (var accepted in _accepted)
        {
            foreach (var template in accepted.Templates)
            {
                JudgeRun(new RunKey(accepted.Guild, accepted.Id, template));
            }
        }

        foreach (var call in _calls)
        {
            if (call.Answer is { IsOk: true, Value: { IsRunning: true, ExecutionId: var id } })
            {
                Assert.True(Results.Values.Any(r => r.ExecutionId == id && r.Status == ExecutionStatus.Done), $"the caller of {call.EventId} was told that it runs, and there is no outcome");
            }
        }
    }

    private void JudgeRun(RunKey key)
    {
        var letters = Letters.Where(l => l.Guild == key.Guild && IsOf(l, key)).ToArray();
        if (Results.GetValueOrDefault(key) is not { } found)
        {
            Assert.True(letters.Length > 0, $"{key} was accepted, and has neither outcome nor dead letter");
            return;
        }

        Assert.True(found.Status == ExecutionStatus.Done, $"{key} was accepted, and is {found.Status} for ever");
        using var outcome = JsonDocument.Parse(found.Outcome);
        if (outcome.RootElement.TryGetProperty("error", out var error) && error.GetProperty("kind").GetString() == ExecutionOutcome.GivenUpKind)
        {
            var code = error.GetProperty("code").GetString();
            Assert.True(Array.Exists(letters, l => l.ReasonCode == code), $"{key} was given up for {code}, and no dead letter says so");
        }
    }

    private static bool IsOf(DeadLetter letter, RunKey key)
    {
        using var body = JsonDocument.Parse(letter.Body);
        return body.RootElement.TryGetProperty("id", out var id) && id.GetString() == key.EventId
            && (!body.RootElement.TryGetProperty("templates", out var templates) || templates.EnumerateArray().Any(t => t.GetString() == key.Template));
    }

    private string Describe() =>
        $"{Journal.Rows.Count} rows ({string.Join(", ", Journal.Rows.Values.Select(r => $"{r.EventId} attempt {r.Attempt} epoch {r.Epoch}"))}), {_queue.Count} queued, {UnderWay.Count} under way, "
        + $"inboxes {string.Join(", ", _entities.Values.Select(e => $"{e.Guild}: {string.Join(' ', e.Inbox.Select(m => m.Signal.Operation))} {(e.Current is null ? "" : "busy")}"))}, "
        + $"runs {string.Join(", ", _processes.SelectMany(p => p.Runs))}";
}
