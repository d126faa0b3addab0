namespace TemplateFunctions.Core.Tests.Lifecycle;

public sealed class GuildLifecycleHistoryTests
{
    /// <summary>Histories a test runs; set the environment variable for a long search.</summary>
    private static int Histories =>
        int.TryParse(Environment.GetEnvironmentVariable("TEMPLATEFUNCTIONS_HISTORIES"), out var n) ? n : 1_500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Apply_RandomHistoriesWithCrashesBetweenEffects_LosesNothingAndTellsEveryAttempt(bool entity)
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var model = new LifecycleModel(seed, entity);
            try
            {
                model.Run(steps: 40 + seed % 160);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, entity {entity}: {e}\n{string.Join('\n', model.Store.Notes)}");
            }
        }
    }
}
