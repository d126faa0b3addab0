using System.Globalization;
using System.Text;

namespace TemplateFunctions.Attacks.Tests.Fuzzing;

/// <summary>Writes random Lua programs over everything that is exposed, by a small grammar; the same seed writes the same program.</summary>
internal sealed class LuaProgram(int seed, bool shared)
{
    private const int MostStatements = 40;
    private const int Deepest = 4;

    private static readonly string[] Locals = ["a", "b", "c", "d", "e"];

    // What the templates of a guild share.
    private static readonly string[] SharedNames = ["s.a", "s.b", "s.c", "s.d", "s.e", "s.f"];

    private static readonly string[] Functions =
    [
        "string.rep", "string.find", "string.gsub", "string.match", "string.gmatch", "string.format", "string.byte", "string.char", "string.sub", "string.upper", "string.reverse", "string.pack",
        "string.unpack", "string.packsize", "string.split", "string.len", "table.insert", "table.remove", "table.concat", "table.sort", "table.unpack", "table.pack", "table.move", "table.clone",
        "table.freeze", "table.clear", "table.find", "table.create", "math.max", "math.min", "math.floor", "math.random", "math.fmod", "math.clamp", "math.noise", "math.tointeger", "utf8.char",
        "utf8.len", "utf8.codepoint", "utf8.offset", "utf8.codes", "bit32.band", "bit32.extract", "bit32.lrotate", "buffer.create", "buffer.fromstring", "buffer.writeu32", "buffer.readf64", "buffer.copy",
        "vector.create", "vector.dot", "os.time", "os.date", "os.clock", "os.difftime", "coroutine.create", "coroutine.wrap", "coroutine.resume", "coroutine.close", "coroutine.status", "coroutine.running",
        "coroutine.isyieldable", "task.spawn", "task.defer", "task.delay", "task.cancel", "debug.traceback", "debug.info", "pcall", "xpcall", "error", "assert", "select", "next", "pairs", "ipairs", "rawget",
        "rawset", "rawequal", "rawlen", "setmetatable", "getmetatable", "tostring", "tonumber", "type", "typeof", "print", "load", "require", "collectgarbage", "newproxy", "json.encode", "json.decode",
        "types.U64", "types.I64", "types.randstring", "types.bitu64.band", "luau.load", "permissions.resolve", "ctx.has_cap", "ctx.with_limits", "ctx.KV.get", "ctx.KV.set", "ctx.KV.find", "ctx.Discord.create_message",
        "datetime.new", "interop.memusage",
    ];

    private static readonly string[] Values =
    [
        "nil", "true", "false", "0", "-1", "1", "7", "255", "65536", "math.maxinteger", "math.mininteger", "1e308", "-0.0", "0/0", "1/0", "0.5", "''", "'a'", "'%'", "'%d%s%q'", "'[a-z]+'", "'(.-)%1'", "'\\0\\255'",
        "'\\u{10FFFF}'", "('x'):rep(70000)", "('12'):rep(40000)", "{}", "{1,2,3}", "{x=1}", "{{{}}}", "print", "function(...) return ... end", "function() coroutine.yield(1) end", "function(x) error(x) end",
        "evt", "evt.data", "ctx", "ctx.store", "ctx.KV", "coroutine.running()", "interop.null", "interop.array_metatable", "vector.create(1,2,3)", "buffer.create(8)", "types.U64(1)",
        "setmetatable({}, {__index=function(t,k) return k end, __len=function() return 3 end, __tostring=function() return 'm' end, __call=function(...) return ... end, __close=function() end, __add=function(x) return x end, __eq=function() return true end, __lt=function() return true end, __concat=function() return 'c' end})",
    ];

    private static readonly string[] Operators = ["+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", "and", "or", "&", "|", "~", "<<", ">>"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _left = MostStatements;

    /// <param name="seed">Chooses the program.</param>
    /// <param name="shared">Whether it works on what it shares with others.</param>
    public static string Write(int seed, bool shared = false) => new LuaProgram(seed, shared).Write();

    private string Write()
    {
        _text.Append("""
            local evt, ctx = ...
            local json, types, interop, luau = require('@antiraid/json'), require('@antiraid/typesext'), require('@antiraid/interop'), require('@antiraid/luau')
            local datetime, permissions = require('@antiraid/datetime'), require('@antiraid/permissions')

            """);
        _text.Append(shared
            ? """
                local s = ctx.store
                s.a = s.a or coroutine.create(function(...) while true do coroutine.yield(...) end end)
                s.b, s.c, s.d = s.b or { 1, 2, 3 }, s.c or coroutine.running(), s.d or task.spawn(function() task.wait(1) end)
                s.e, s.f = s.e or string.gmatch('a b c', '%a'), s.f or function(x) return coroutine.yield(x) end

                """
            : """
                local a, b, c, d, e = 1, 'b', {}, print, {1, 2, 3}

                """);
        Block(0);
        _text.Append("return ").Append(Expression(0)).Append('\n');
        return _text.ToString();
    }

    private void Block(int depth)
    {
        for (var n = _random.Next(1, 7); n > 0 && _left > 0; n--)
        {
            _left--;
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        switch (_random.Next(depth < Deepest ? 12 : 5))
        {
            case 0:
                Line($"{Name()} = {Expression(depth)}");
                break;
            case 1 or 2 or 3:
                Line($"pcall(function() {Name()} = {Call(depth)} end)");
                break;
            case 4:
                Line($"pcall(function() ({Expression(depth)})[{Expression(depth)}] = {Expression(depth)} end)");
                break;
            case 5:
                Nested($"for i = 1, {_random.Next(1, 50).ToString(CultureInfo.InvariantCulture)} do", depth, "end");
                break;
            case 6:
                Nested($"if {Expression(depth)} then", depth, "end");
                break;
            case 7:
                Nested("pcall(function()", depth, "end)");
                break;
            case 8:
                Nested("pcall(coroutine.wrap(function(...)", depth, $"end), {Value()})");
                break;
            case 9:
                Nested("pcall(task.spawn, function(...)", depth, $"end, {Value()})");
                break;
            case 10:
                Nested($"pcall(function() for k, v in pairs({Expression(depth)}) do", depth, "break end end)");
                break;
            default:
                Nested("do local x <close> = setmetatable({}, {__close = function()", depth, "end}) end");
                break;
        }
    }

    private void Nested(string open, int depth, string close)
    {
        Line(open);
        Block(depth + 1);
        Line(close);
    }

    private string Expression(int depth) => _random.Next(depth < Deepest ? 6 : 2) switch
    {
        0 => Value(),
        1 => Name(),
        2 => $"select(2, pcall(function() return {Value()} {Pick(Operators)} {Name()} end))",
        3 => $"select(2, pcall(function() return {Call(depth + 1)} end))",
        4 => $"{{{Expression(depth + 1)}, [{Pick(["'k'", "1", "2.5"])}] = {Expression(depth + 1)}}}",
        _ => $"function(...) return {Expression(depth + 1)} end",
    };

    private string Call(int depth) => $"{Pick(Functions)}({string.Join(", ", Enumerable.Range(0, _random.Next(0, 5)).Select(_ => _random.Next(3) == 0 ? Expression(depth + 1) : Value()))})";

    private string Name() => Pick(shared ? SharedNames : Locals);

    private string Value() => Pick(Values);

    private string Pick(string[] of) => of[_random.Next(of.Length)];

    private void Line(string line) => _text.Append(line).Append('\n');
}
