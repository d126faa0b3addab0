using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>The primitives behind <c>os.date</c>, <c>os.time</c> and <c>os.difftime</c>. They know no clock: the time is an argument.</summary>
internal static unsafe class DatePrimitives
{
    private static readonly Field[] Fields =
    [
        new("year", -1, 1900), new("month", -1, 1), new("day", -1, 0), new("hour", 12, 0), new("min", 0, 0), new("sec", 0, 0),
    ];

    /// <summary><c>date(format, time)</c> -> nil, text | nil, true, year, month, day, hour, minute, second, day of the year, of the week.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Date(nint L) => Primitive.Guard(L, &RunDate);

    /// <summary><c>time(year, month, day, hour, minute, second)</c> -> nil, time, the fields normalised as <c>date</c> gives them.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Time(nint L) => Primitive.Guard(L, &RunTime);

    /// <summary><c>difftime(later, earlier)</c> -> nil, seconds. Luau takes no second time for 0.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Difference(nint L) => Primitive.Guard(L, &RunDifference);

    [SkipLocalsInit]
    private static int RunDate(nint L)
    {
        using var call = new PrimitiveCall(L, "date");
        var format = "%c"u8;
        if (LuaNative.lua_type(L, 1) > LuaType.Nil && !call.Text(1, out format))
        {
            return 1;
        }

        if (!call.Integer(2, out var seconds))
        {
            return 1;
        }

        var universal = !format.IsEmpty && format[0] == '!';
        format = universal ? format[1..] : format;
        if (!CalendarTime.TryFromUnix(seconds, out var time))
        {
            return call.Failure("date result cannot be represented in this installation");
        }

        LuaNative.lua_pushnil(L);
        if (format.StartsWith("*t"u8) && (format.Length == 2 || format[2] == 0))
        {
            LuaNative.lua_pushboolean(L, 1);
            return 2 + PushFields(L, time);
        }

        var builder = new ByteBuilder(stackalloc byte[ByteBuilder.InitialLength], call.Block->SingleLimit);
        try
        {
            return Format(call, ref builder, format, time, universal);
        }
        finally
        {
            builder.Dispose();
        }
    }

    private static int Format(
        in PrimitiveCall call, ref ByteBuilder builder, ReadOnlySpan<byte> format, in CalendarTime time, bool universal)
    {
        var meter = StepMeter.For(call.Block, format.Length);
        while (!format.IsEmpty)
        {
            var percent = format.IndexOf((byte)'%');
            var plain = percent < 0 ? format.Length : percent;
            if (!builder.Append(format[..plain]))
            {
                return call.Failure("resulting string too large");
            }

            if (percent < 0)
            {
                break;
            }

            format = format[(percent + 1)..];
            var length = DateFormat.Parse(format, out var conversion);
            if (length == 0)
            {
                var zero = format.IndexOf((byte)0);
                var shown = Encoding.Latin1.GetString(zero < 0 ? format : format[..zero]);
                call.ArgumentError(1, $"invalid conversion specifier '%{shown}'");
                return 1;
            }

            format = format[length..];
            if (!DateFormat.Append(ref builder, conversion, time, universal))
            {
                return call.Failure("resulting string too large");
            }

            if (!meter.Spend(32))
            {
                return call.Complete(meter, call.Failure("date format too complex"));
            }
        }

        if (!call.Reserve(builder.Written.Length))
        {
            return call.NotEnoughMemory();
        }

        LuaNative.PushBytes(call.L, builder.Written);
        return call.Complete(meter, 2);
    }

    private static int RunTime(nint L)
    {
        using var call = new PrimitiveCall(L, "time");
        Span<long> fields = stackalloc long[Fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!ReadField(call, i + 1, Fields[i], out fields[i]))
            {
                return 1;
            }
        }

        // One second before 1970 is also C's sign of failure, so Lua refuses it.
        if (!CalendarTime.TryNormalize(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], out var time)
            || time.UnixSeconds == -1)
        {
            return call.Failure("time result cannot be represented in this installation");
        }

        LuaNative.lua_pushnil(L);
        LuaNative.lua_pushinteger(L, time.UnixSeconds);
        return 2 + PushFields(L, time);
    }

    private static bool ReadField(in PrimitiveCall call, int argument, in Field field, out long value)
    {
        int isInteger;
        value = LuaNative.lua_tointegerx(call.L, argument, &isInteger);
        string problem;
        if (isInteger == 0 && LuaNative.lua_type(call.L, argument) == LuaType.Number && call.IsLuauFloat(argument))
        {
            (value, isInteger) = ((long)LuaNative.lua_tonumberx(call.L, argument, null), 1);
        }

        if (isInteger != 0)
        {
            // The C structure behind the format holds 32 bits.
            if (value >= 0 ? value - field.Delta <= int.MaxValue : value >= (long)int.MinValue + field.Delta)
            {
                return true;
            }

            problem = $"field '{field.Name}' is out-of-bound";
        }
        else if (LuaNative.lua_type(call.L, argument) > LuaType.Nil)
        {
            problem = $"field '{field.Name}' is not an integer";
        }
        else if (field.Default >= 0)
        {
            value = field.Default;
            return true;
        }
        else
        {
            problem = $"field '{field.Name}' missing in date table";
        }

        call.Failure(problem);
        return false;
    }

    private static int RunDifference(nint L)
    {
        using var call = new PrimitiveCall(L, "difftime");
        var earlier = 0L;
        if (!call.Integer(1, out var later) || (!(call.IsLuau && LuaNative.lua_type(L, 2) <= LuaType.Nil) && !call.Integer(2, out earlier)))
        {
            return 1;
        }

        LuaNative.lua_pushnil(L);
        LuaNative.lua_pushnumber(L, (double)((Int128)later - earlier));
        return 2;
    }

    private static int PushFields(nint L, in CalendarTime time)
    {
        LuaNative.lua_pushinteger(L, time.Year);
        LuaNative.lua_pushinteger(L, time.Month);
        LuaNative.lua_pushinteger(L, time.Day);
        LuaNative.lua_pushinteger(L, time.Hour);
        LuaNative.lua_pushinteger(L, time.Minute);
        LuaNative.lua_pushinteger(L, time.Second);
        LuaNative.lua_pushinteger(L, time.YearDay + 1);
        LuaNative.lua_pushinteger(L, time.WeekDay + 1);
        return 8;
    }

    /// <summary>A field of a date table; a negative default says it must be there.</summary>
    private readonly record struct Field(string Name, int Default, int Delta);
}
