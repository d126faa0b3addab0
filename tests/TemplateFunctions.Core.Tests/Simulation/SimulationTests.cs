namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The product's own code for guilds in many processes, under random histories. See docs/durable.md.</summary>
public sealed class SimulationTests
{
    /// <summary>Histories a test runs; set the environment variable for a long search.</summary>
    private static int Histories =>
        int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_HISTORIES"), out var n) ? n : 5_000;

    /// <summary>The seed of the first history: a seed from a failure, with one history, is that history again.</summary>
    private static int FirstSeed =>
        int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_SEED"), out var n) ? n : 0;

    [Fact]
    public void Guilds_RandomHistories_LoseNothingAndTellEveryAttempt()
    {
        var alone = 0L;
        var (starts, deaths, moves, losses, letters, quarantines) = (0L, 0L, 0L, 0L, 0L, 0L);
        for (var seed = FirstSeed; seed < FirstSeed + Histories; seed++)
        {
            var history = new Simulation(seed);
            try
            {
                history.Run();
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e.Message}\n{e.StackTrace}\nTo see it again: TEMPLATEFUNCTIONS_SEED={seed} TEMPLATEFUNCTIONS_HISTORIES=1\n{Replay(seed, e)}");
            }

            starts += history.Witness.Starts;
            deaths += history.Witness.Deaths;
            alone += history.Witness.Alone;
            moves += history.Witness.Moves;
            losses += history.Witness.Losses;
            letters += history.Letters.Count;
            quarantines += history.Witness.Refused;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Histories} histories: {starts} starts, {deaths} native deaths, {alone} first runs of suspects, {moves} moves, {losses} messages lost with their process, {letters} dead letters, {quarantines} states in quarantine.");
        Assert.True(Histories < 1_000 || (starts > Histories && deaths > 0 && alone > 0 && moves > 0 && losses > 0 && letters > 0 && quarantines > 0), "the histories are too tame");
    }

    /// <summary>The same history with notes; that it fails in the same way shows that it follows from the seed alone.</summary>
    private static string Replay(int seed, Exception failure)
    {
        var history = new Simulation(seed, noted: true);
        try
        {
            history.Run();
            return "(the history ended well when it was run again: it does not follow from its seed)";
        }
        catch (Exception again)
        {
            var same = again.Message == failure.Message ? "" : $"(run again it failed differently: {again.Message})\n";
            return same + string.Join('\n', history.Witness.Notes!);
        }
    }
}
