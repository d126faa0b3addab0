using System.Globalization;
using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(5, "5")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.2345e+30, "1.2345e+30")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.0 / (1 << 25), "2.9802322387695312e-08")]
    [InlineData(-1.0 / (1 << 25), "-2.9802322387695312e-08")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(double.NaN, "nan")]
    public void Format_IsWhatLuauPrints(double value, string expected) => Assert.Equal(expected, LuauNumbers.Format(value));

    [Fact]
    public void Format_OfEveryPowerOfTwo_ReadsBack() =>
        Assert.All(Enumerable.Range(-1074, 2098).Select(power => Math.ScaleB(1, power)), value => Assert.Equal(value, double.Parse(LuauNumbers.Format(value), CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public void Format_OfAnyDouble_ReadsBackAndEqualsTheSupportTable(int seed)
    {
        var random = new Random(seed);
        var values = new List<double>();
        while (values.Count < 400)
        {
            var value = random.Next(3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => Math.Round(random.NextDouble() * 1e6, random.Next(8)),
                _ => Math.Pow(10, random.Next(-30, 30)) * random.Next(1, 1000),
            };
            if (double.IsFinite(value))
            {
                values.Add(value);
            }
        }

        Assert.All(values, value => Assert.Equal(value, double.Parse(LuauNumbers.Format(value), CultureInfo.InvariantCulture)));
        var source = string.Join('\n', values.Select(value => $"print({value.ToString("R", CultureInfo.InvariantCulture)})"));
        Assert.Equal(string.Join('\n', values.Select(LuauNumbers.Format)), LuauProgram.Run(source));
    }
}
