using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>
/// Seeded random histories over all ports at once, with restarts, crashes and snapshots in between, compared with a plain model after
/// every step. A failure names its seed.
/// </summary>
public sealed class HistoryTests
{
    private static readonly string[][] ScopeSets = [["a"], ["b"], ["a", "b"], ["a", "b", "c"]];

    [Fact]
    public async Task RandomHistories_EqualTheModel()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var history = new History(seed);
            try
            {
                await history.RunAsync(120);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}, step {history.Step} ({history.Doing}): {failure}");
            }
            finally
            {
                history.Close();
            }
        }
    }

    private sealed record Entry(string Id, GuildId Guild, string Key, string[] Scopes, string Value, DateTimeOffset? Expires, bool Resume);

    private sealed class History(int seed)
    {
        private readonly Random random = new(seed);
        private readonly FakeClock clock = new();
        private readonly List<Entry> entries = [];
        private readonly Dictionary<GuildId, long> fences = [];
        private readonly Dictionary<RunKey, (string Execution, string Outcome, DateTimeOffset Expires)> settled = [];
        private readonly Dictionary<string, int> queued = new(StringComparer.Ordinal);
        private readonly Dictionary<(GuildId, string), (int Attempt, long Epoch)> parked = [];
        private SimulatedDisk disk = new(seed);
        private EmbeddedStore store = null!;

        public int Step { get; private set; }

        public string Doing { get; private set; } = "open";

        public void Close() => store?.Dispose();

        public async Task RunAsync(int steps)
        {
            Open();
            for (Step = 0; Step < steps; Step++)
            {
                clock.Advance(TimeSpan.FromMinutes(random.Next(60)));
                await OneAsync();
                if (Step % 10 == 9)
                {
                    await CompareAsync();
                }
            }

            await CompareAsync();
        }

        private async Task OneAsync()
        {
            var guild = new GuildId((ulong)random.Next(1, 3));
            Doing = random.Next(14) switch
            {
                0 or 1 or 2 => await SetAsync(guild),
                3 => await DeleteAsync(guild),
                4 => await SetExpiryAsync(guild),
                5 => await SettleExpiryAsync(),
                6 or 7 => await SettleRunAsync(guild),
                8 or 9 => await QueueAsync(),
                10 or 11 => await ParkAsync(guild),
                12 => await RestartAsync(),
                _ => await CompactAsync(),
            };
        }

        private async Task<string> SetAsync(GuildId guild)
        {
            var (epoch, key, scopes) = (random.Next(4) + (Step / 30), $"k{random.Next(4)}", ScopeSets[random.Next(4)]);
            DateTimeOffset? expires = random.Next(2) == 0 ? clock.GetUtcNow().AddMinutes(random.Next(100)) : null;
            var value = $"{seed}.{Step}" + new string('x', random.Next(3) == 0 ? 3000 : 0);
            var write = await store.Kv.SetAsync(
                guild, epoch, new KvEntry(key, scopes, System.Text.Encoding.UTF8.GetBytes(value), expires, Step % 2 == 0));
            if (IsFenced(guild, epoch, write))
            {
                return "set fenced";
            }

            Assert.Equal(KvWriteStatus.Ok, write.Status);
            var match = Matches(guild, key, scopes).FirstOrDefault();
            Assert.Equal(match is not null, write.Existed);
            if (match is not null)
            {
                Assert.Equal(match.Id, write.Id);
                entries[entries.IndexOf(match)] = match with { Value = value, Expires = expires, Resume = Step % 2 == 0 };
            }
            else
            {
                entries.Add(new Entry(write.Id!, guild, key, scopes, value, expires, Step % 2 == 0));
            }

            return "set";
        }

        private async Task<string> DeleteAsync(GuildId guild)
        {
            var (key, scopes, epoch) = ($"k{random.Next(4)}", ScopeSets[random.Next(4)], random.Next(4) + (Step / 30));
            var write = await store.Kv.DeleteAsync(guild, epoch, key, scopes);
            var matches = Matches(guild, key, scopes).ToList();
            if (!IsFenced(guild, epoch, write, matches.Count > 0))
            {
                Assert.Equal(matches.Count, write.Affected);
                entries.RemoveAll(matches.Contains);
            }

            return "delete";
        }

        private async Task<string> SetExpiryAsync(GuildId guild)
        {
            var (key, scopes, epoch) = ($"k{random.Next(4)}", ScopeSets[random.Next(4)], random.Next(4) + (Step / 30));
            var expires = clock.GetUtcNow().AddMinutes(random.Next(100));
            var write = await store.Kv.SetExpiryAsync(guild, epoch, key, scopes, expires);
            var matches = Matches(guild, key, scopes).ToList();
            if (!IsFenced(guild, epoch, write, matches.Count > 0))
            {
                Assert.Equal(matches.Count, write.Affected);
                matches.ForEach(match => entries[entries.IndexOf(match)] = match with { Expires = expires });
            }

            return "set expiry";
        }

        private async Task<string> SettleExpiryAsync()
        {
            var now = clock.GetUtcNow();
            var due = await store.Kv.DueAsync(now, 100);
            var expected = entries.Where(entry => entry.Expires <= now).ToList();
            Assert.Equal(expected.Select(entry => entry.Id).Order(StringComparer.Ordinal), due.Select(entry => entry.Id).Order(StringComparer.Ordinal));
            Assert.Equal(due.Select(entry => entry.ExpiresAt).Order(), due.Select(entry => entry.ExpiresAt));
            if (due.Count > 0)
            {
                Assert.True(await store.Kv.SettleExpiryAsync(due[0].Guild, due[0].Id, due[0].ExpiresAt!.Value));
                entries.RemoveAll(entry => entry.Id == due[0].Id);
            }

            return "settle expiry";
        }

        private async Task<string> SettleRunAsync(GuildId guild)
        {
            var key = new RunKey(guild, $"e{random.Next(5)}", "t");
            var owner = new RunOwner($"p{Step}", Step + 1);
            var begun = await store.Results.TryBeginAsync(key, $"x{Step}", owner);
            var isKnown = settled.TryGetValue(key, out var known) && known.Expires > clock.GetUtcNow();
            Assert.Equal(isKnown ? BeginStatus.AlreadySettled : BeginStatus.Started, begun.Status);
            if (!isKnown)
            {
                var outcome = new string('1', random.Next(1, 2000));
                Assert.True(await store.Results.SettleAsync(key, begun.Record.ExecutionId, owner, System.Text.Encoding.UTF8.GetBytes(outcome)));
                settled[key] = (begun.Record.ExecutionId, outcome, clock.GetUtcNow() + StorageLimits.ResultLifetime);
            }

            return "settle run";
        }

        private async Task<string> QueueAsync()
        {
            var queue = store.Queues.Get("events");
            if (random.Next(2) == 0)
            {
                queued[await queue.EnqueueAsync(new byte[random.Next(2000)])] = 0;
                return "enqueue";
            }

            foreach (var message in await queue.ReceiveAsync(random.Next(1, 4), TimeSpan.FromTicks(1)))
            {
                Assert.Equal(++queued[message.Id], message.DequeueCount);
                if (random.Next(2) == 0)
                {
                    Assert.True(await queue.DeleteAsync(message));
                    queued.Remove(message.Id);
                }
            }

            return "receive";
        }

        private async Task<string> ParkAsync(GuildId guild)
        {
            var (id, epoch) = ($"e{random.Next(4)}", random.Next(4));
            var key = (guild, id);
            var wins = !parked.TryGetValue(key, out var row) || row.Epoch <= epoch;
            if (random.Next(2) == 0)
            {
                var put = await store.Inflight.PutAsync(new InflightRow
                {
                    Guild = guild, EventId = id, Payload = new byte[random.Next(2000)], Attempt = Step + 1, Incarnation = "p", Epoch = epoch, CreatedAt = clock.GetUtcNow(),
                });
                Assert.Equal(wins ? InflightPut.Written : InflightPut.Superseded, put);
                parked[key] = wins ? (Step + 1, epoch) : row;
                return "park";
            }

            Assert.Equal(wins && row.Attempt > 0, await store.Inflight.DeleteAsync(guild, id, epoch));
            if (wins)
            {
                parked.Remove(key);
            }

            return "unpark";
        }

        /// <summary>Every step was acknowledged, so no crash may take anything back.</summary>
        private async Task<string> RestartAsync()
        {
            var crash = (Crash)random.Next(3);
            var left = disk.After(crash);
            store.Dispose();
            disk = left;
            Open();
            await CompareAsync();
            return $"restart after {crash}";
        }

        private async Task<string> CompactAsync()
        {
            await store.CompactAsync();
            return "compact";
        }

        private void Open() => store = EmbeddedStore.Open(disk, SimulatedStore.Options, clock);

        private bool IsFenced(GuildId guild, long epoch, KvWrite write, bool writes = true)
        {
            var fence = fences.GetValueOrDefault(guild);
            Assert.Equal(epoch < fence, write.Status == KvWriteStatus.Fenced);
            fences[guild] = writes ? Math.Max(fence, epoch) : fence;
            return epoch < fence;
        }

        private IEnumerable<Entry> Matches(GuildId guild, string key, string[] scopes) => entries
            .Where(entry => entry.Guild == guild && entry.Key == key && scopes.All(entry.Scopes.Contains))
            .OrderByDescending(entry => entry.Scopes.Length == scopes.Length);

        private async Task CompareAsync()
        {
            foreach (var guild in (GuildId[])[new(1), new(2)])
            {
                var found = (await store.Kv.FindAsync(guild, "%", [])).Records.Select(record =>
                    $"{record.Id} {record.Key} {string.Join(',', record.Scopes)} {System.Text.Encoding.UTF8.GetString(record.Value.Span)} {record.ExpiresAt:O} {record.Resume}");
                var expected = entries.Where(entry => entry.Guild == guild).Select(entry =>
                    $"{entry.Id} {entry.Key} {string.Join(',', entry.Scopes)} {entry.Value} {entry.Expires:O} {entry.Resume}");
                Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));

                var rows = (await store.Inflight.ListAsync(guild)).Select(row => (row.EventId, row.Attempt, row.Epoch)).Order();
                Assert.Equal(parked.Where(row => row.Key.Item1 == guild).Select(row => (row.Key.Item2, row.Value.Attempt, row.Value.Epoch)).Order(), rows);
                Assert.Equal(rows.Count(), await store.Inflight.CountAsync(guild));
            }

            foreach (var (key, (execution, outcome, expires)) in settled)
            {
                var record = await store.Results.GetAsync(key);
                Assert.Equal(expires > clock.GetUtcNow() ? outcome : null, record is null ? null : System.Text.Encoding.UTF8.GetString(record.Outcome.Span));
                Assert.Equal(record?.ExecutionId, (await store.Results.GetAsync(execution))?.ExecutionId);
            }

            Assert.Equal(queued.Count, await store.Queues.Get("events").CountAsync());
        }
    }
}
