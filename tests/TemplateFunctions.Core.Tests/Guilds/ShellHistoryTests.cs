using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>The whole shell under random deliveries, endings, broken VMs, failing disks and kills: nothing accepted is lost, every start is told.</summary>
public sealed class ShellHistoryTests
{
    private static int Histories =>
        int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_HISTORIES"), out var n) ? n : 40;

    [Fact]
    public async Task Shell_RandomHistories_LoseNothingAndNumberEveryStart()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var history = new History(seed);
            try
            {
                await history.RunAsync();
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}\n{history.Notes}");
            }
        }
    }

    private sealed class History(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<Message> _queue = [];
        private readonly System.Collections.Concurrent.ConcurrentQueue<(string Event, int Attempt)> _starts = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _notes = new();
        private FakeVms _vms = null!;
        private GuildWorld _world = null!;

        public string Notes => string.Join('\n', _notes);

        private void Note(string what) => _notes.Enqueue(what);

        public async Task RunAsync()
        {
            var options = new ExecutionOptions
            {
                Lifecycle = new LifecycleLimits { Grace = TimeSpan.FromSeconds(30), LiveRuns = 3, RunningRuns = 5, BreaksToQuarantine = 16 },
            };
            _world = await GuildWorld.StartAsync(options, strategy: () => _vms = new FakeVms { Starts = _starts, Note = Note });
            await using var world = _world;
            await world.PutAsync("t", "return 1", ["E"]);
            for (var step = 0; step < 60; step++)
            {
                await StepAsync();
            }

            await DrainAsync();
            foreach (var message in _queue)
            {
                Assert.Equal(ExecutionStatus.Done, (await world.Store.Results.GetAsync(new RunKey(GuildWorld.Guild, message.Id, "t")))?.Status);
            }

            var left = await world.Store.Inflight.ListAsync(GuildWorld.Guild);
            Assert.True(left.Count == 0, $"rows are left: {string.Join("; ", left.Select(r => $"{r.EventId} attempt {r.Attempt} epoch {r.Epoch}"))}");
            var doubles = _starts.GroupBy(s => s).Where(g => g.Count() > 1).Select(g => g.Key).ToArray();
            Assert.True(doubles.Length == 0, $"started twice: {string.Join(", ", doubles)}");
        }

        private async Task StepAsync()
        {
            switch (_random.Next(20))
            {
                case < 7:
                    var message = new Message($"e{_queue.Count}");
                    _queue.Add(message);
                    Deliver(message);
                    break;
                case < 9:
                    RedeliverFailed();
                    break;
                case < 13:
                    _vms.End(_random.Next(100), Result(_random.Next(2) == 0 ? LuaVmResultKind.Ok : LuaVmResultKind.LuaError));
                    break;
                case < 15:
                    _vms.Wait(_random.Next(100), DateTimeOffset.MaxValue);
                    break;
                case 15:
                    _vms.Break(Result(LuaVmResultKind.MemoryLimit), BrokenReason.MemoryLimitExceeded);
                    break;
                case 16:
                    var from = _world.Disk.Operations + _random.Next(3);
                    var until = from + _random.Next(1, 6);
                    Note($"disk fails {from}-{until}");
                    _world.Disk.Fails = operation => operation >= from && operation < until;
                    break;
                case 17:
                    await KillAsync();
                    break;
                case 18:
                    await SettledAsync();
                    break;
                default:
                    await RecoverAsync();
                    break;
            }
        }

        private void Deliver(Message message)
        {
            message.Deliveries++;
            Note($"deliver {message.Id} for the {message.Deliveries}. time");
            message.Delivery = _world.ConsumeAsync(GuildWorld.Message("E", message.Id), message.Deliveries);
        }

        private void RedeliverFailed()
        {
            foreach (var message in _queue.Where(m => m.Delivery.IsFaulted))
            {
                Deliver(message);
            }
        }

        private async Task KillAsync()
        {
            Note("kill");
            await _world.KillAndRestartAsync();
            Note("restarted");
            foreach (var message in _queue)
            {
                await Task.WhenAny(message.Delivery).WaitAsync(TimeSpan.FromSeconds(30));
            }
        }

        private async Task RecoverAsync()
        {
            Note("recover");
            try
            {
                await _world.Host.Registry.Get(GuildWorld.Guild).OperateAsync(new GuildOperation.Recover());
            }
            catch (StorageException)
            {
                // The failing disk of another step.
            }
        }

        /// <summary>Lets everything that has been caused happen.</summary>
        private async Task SettledAsync()
        {
            for (var i = 0; i < 200; i++)
            {
                await Task.Yield();
            }
        }

        private async Task DrainAsync()
        {
            _world.Disk.Fails = _ => false;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!_queue.TrueForAll(m => m.Delivery.IsCompletedSuccessfully) || _world.Host.Registry.Get(GuildWorld.Guild).Runs.Count > 0)
            {
                if (limit.IsCancellationRequested)
                {
                    Assert.Fail($"stuck: {string.Join("; ", _queue.Where(m => !m.Delivery.IsCompletedSuccessfully).Select(m => $"{m.Id} {m.Delivery.Status}"))} | {Describe()} | {_world.Host.Registry.Get(GuildWorld.Guild).State} | {string.Join('\n', TestLog.Instance.Lines.TakeLast(5))}");
                }

                RedeliverFailed();
                while (_vms.End(0, Result(LuaVmResultKind.Ok)))
                {
                    continue;
                }

                await RecoverAsync();
                await SettledAsync();
            }
        }

        private string Describe()
        {
            var runs = _world.Host.Registry.Get(GuildWorld.Guild).Runs;
            return string.Join("; ", runs.InPhase(RunPhase.Starting, RunPhase.Alive, RunPhase.Waiting, RunPhase.Settling)
                .Select(r => $"{r.Key.EventId} {r.Phase} attempt {r.Attempt} row {r.JournaledAttempt} started {r.RowStarted} has {r.HasRow} writes {r.Writes.Status}"));
        }

        private static LuaVmResult Result(LuaVmResultKind kind) => new()
        {
            Kind = kind,
            ResultJson = kind == LuaVmResultKind.Ok ? "1"u8.ToArray() : default,
            Error = kind == LuaVmResultKind.Ok ? null : new RunError("TF2001", "failed"),
        };
    }

    private sealed class Message(string id)
    {
        public string Id => id;

        public int Deliveries { get; set; }

        public Task Delivery { get; set; } = Task.CompletedTask;
    }
}
