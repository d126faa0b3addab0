using System.Text;

namespace TemplateFunctions.Luau.Tests.Fuzzing;

/// <summary>Writes random programs that are correct, end, and print what they compute; in Lua 5.4 or in all of Luau.</summary>
internal sealed class ProgramGenerator(Random random, bool luau, bool types = true)
{
    private const int MaxDepth = 4;
    private readonly StringBuilder _text = new();
    private readonly List<string> _numbers = [];
    private readonly List<string> _strings = [];
    private int _names;
    private int _loops;

    public string Program()
    {
        _text.Clear();
        _numbers.Clear();
        _strings.Clear();
        (_names, _loops) = (0, 0);
        _text.Append("local steps = 0\nlocal box = { n = 1, list = { 1, 2, 3 }, name = 'b' }\nlocal function id(x) return x end\n");
        Statements(0, random.Next(4, 14));
        _text.Append("print(box.n, box.name, #box.list, steps)\n");
        return _text.ToString();
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private void Statements(int depth, int count)
    {
        var (numbers, strings) = (_numbers.Count, _strings.Count);
        for (; count > 0; count--)
        {
            Statement(depth);
        }

        _numbers.RemoveRange(numbers, _numbers.Count - numbers);
        _strings.RemoveRange(strings, _strings.Count - strings);
    }

    private void Statement(int depth)
    {
        switch (random.Next(depth >= MaxDepth ? 6 : 12))
        {
            case 0 or 1:
                var number = $"n{_names++}";
                _text.Append($"local {number}{Type("number")} = {Number(depth)}\n");
                _numbers.Add(number);
                break;
            case 2:
                var text = $"s{_names++}";
                _text.Append($"local {text}{Type("string")} = {String(depth)}\n");
                _strings.Add(text);
                break;
            case 3:
                Update(depth);
                break;
            case 4:
                _text.Append($"print({Any(depth)}, {Any(depth)})\n");
                break;
            case 5 when random.Next(3) == 0:
                _text.Append($"{Pick("box.last", "id(box).last", "box['la' .. 'st']")} = {Pick("tostring", "id")}({Any(depth)})\nprint(box.last)\n");
                break;
            case 5:
                _text.Append($"box.list[#box.list + 1] = {Number(depth)}\n");
                break;
            case 6:
                Condition(depth);
                break;
            case 7 or 8:
                Loop(depth);
                break;
            case 9:
                Function(depth);
                break;
            case 10:
                _text.Append("do\n");
                Statements(depth + 1, random.Next(1, 4));
                _text.Append("end\n");
                break;
            default:
                _text.Append($"do end; (id or print)({Any(depth)})\n");
                break;
        }
    }

    private string Type(string name) => luau && types && random.Next(2) == 0 ? $": {Pick(name, name + "?", $"{name} | nil", "any", $"typeof({Number(MaxDepth)})")}" : string.Empty;

    private void Update(int depth)
    {
        var target = _numbers.Count > 0 && random.Next(2) == 0 ? _numbers[random.Next(_numbers.Count)] : Pick("box.n", "box.list[1]", "box['n']", "id(box).n");
        if (luau && random.Next(2) == 0)
        {
            _text.Append($"{target} {Pick("+=", "-=", "*=", "/=", "//=", "%=")} {Number(depth)}\n");
        }
        else
        {
            _text.Append($"{target} = {Number(depth)}\n");
        }

        _text.Append($"if {target} > 1000000 or {target} < -1000000 or {target} ~= {target} then {target} = 3 end\n");
        if (random.Next(3) == 0)
        {
            _text.Append(luau ? $"box.name ..= {String(depth)}\n" : $"box.name = box.name .. {String(depth)}\n");
            _text.Append("if #box.name > 50 then box.name = 'c' end\n");
        }
    }

    private void Condition(int depth)
    {
        _text.Append($"if {Boolean(depth)} then\n");
        Statements(depth + 1, random.Next(1, 4));
        if (random.Next(2) == 0)
        {
            _text.Append($"elseif {Boolean(depth)} then\n");
            Statements(depth + 1, 1);
            _text.Append("else\n");
            Statements(depth + 1, 1);
        }

        _text.Append("end\n");
    }

    private void Loop(int depth)
    {
        var name = $"i{_loops++}";
        var kind = random.Next(luau ? 5 : 4);
        _text.Append(kind switch
        {
            0 => $"for {name} = {Pick("1, 3", "3, 1, -1", "0, 1, 0.5", "#box.list, 1, -2")} do\n",
            1 => $"local {name} = 0\nwhile {name} < 3 do\n{name} = {name} + 1\n",
            2 => $"local {name} = 0\nrepeat\n{name} = {name} + 1\n",
            3 => $"for {name} in {Pick("ipairs", "pairs")}({{ 5, 6 }}) do\n",
            _ => $"for {name}, {name}v in {{ 5, 6 }} do\n",
        });
        _numbers.Add(name);
        _text.Append("steps = steps + 1\nif steps > 200 then break end\n");
        if (luau && random.Next(2) == 0)
        {
            _text.Append($"if {Boolean(depth)} then continue end\n");
        }

        Statements(depth + 1, random.Next(1, 4));
        _text.Append(kind == 2 ? $"until {name} >= 3\n" : "end\n");
        if (kind is 0 or 3 or 4)
        {
            _numbers.Remove(name);
        }
    }

    private void Function(int depth)
    {
        var name = $"f{_names++}";
        _text.Append($"local function {name}(a{Type("number")}, ...)\nlocal first = ... or 2\n");
        var (numbers, strings) = (_numbers.Count, _strings.Count);
        _numbers.Add("a");
        _numbers.Add("first");
        Statements(depth + 1, random.Next(1, 3));
        _text.Append($"return {Number(depth + 1)}\nend\n");
        _numbers.RemoveRange(numbers, _numbers.Count - numbers);
        _strings.RemoveRange(strings, _strings.Count - strings);
        _text.Append($"if steps < 100 then print({name}({Number(depth)}, {Number(depth)})) end\n");
    }

    private string Any(int depth) => random.Next(3) switch
    {
        0 => Number(depth),
        1 => String(depth),
        _ => Boolean(depth),
    };

    private string Number(int depth)
    {
        if (depth >= MaxDepth || random.Next(3) == 0)
        {
            return _numbers.Count > 0 && random.Next(2) == 0 ? _numbers[random.Next(_numbers.Count)] : Pick("0", "1", "2", "7", "0.5", "1e3", "0x1F", "box.n", "#box.list");
        }

        return random.Next(luau ? 9 : 7) switch
        {
            0 => $"({Number(depth + 1)} + {Number(depth + 1)})",
            1 => $"({Number(depth + 1)} - {Number(depth + 1)})",
            2 => $"({Number(depth + 1)} * {Pick("2", "0.5", "3")})",
            3 => $"({Number(depth + 1)} / {Pick("2", "4", "8")})",
            4 => $"({Number(depth + 1)} {Pick("%", "//")} {Pick("2", "3", "7", "0.5")})",
            5 => $"id({Number(depth + 1)})",
            6 => luau ? $"-({Number(depth + 1)})" : $"(0 - {Number(depth + 1)})",
            7 => $"(if {Boolean(depth + 1)} then {Number(depth + 1)} else {Number(depth + 1)})",
            _ => $"({Number(depth + 1)} :: number)",
        };
    }

    private string String(int depth)
    {
        if (depth >= MaxDepth || random.Next(3) == 0)
        {
            return _strings.Count > 0 && random.Next(2) == 0 ? _strings[random.Next(_strings.Count)] : Pick("'a'", "\"b\\n\"", "[[c]]", "'\\65'", "box.name");
        }

        return random.Next(luau ? 5 : 3) switch
        {
            0 => $"({String(depth + 1)} .. {String(depth + 1)} .. {String(depth + 1)})",
            1 => $"({String(depth + 1)} .. tostring({Number(depth + 1)}))",
            2 => $"tostring({Any(depth + 1)})",
            3 => $"`x{{{Any(depth + 1)}}}y{{ {String(depth + 1)} }}`",
            _ => $"(if {Boolean(depth + 1)} then nil else {String(depth + 1)} or '') or 'z'".Insert(0, "(") + ")",
        };
    }

    private string Boolean(int depth) => depth >= MaxDepth
        ? Pick("true", "false")
        : random.Next(luau ? 6 : 5) switch
        {
            0 => $"({Number(depth + 1)} < {Number(depth + 1)})",
            1 => $"({Number(depth + 1)} == {Number(depth + 1)})",
            2 => $"not {Boolean(depth + 1)}",
            3 => $"({Boolean(depth + 1)} and {Boolean(depth + 1)})",
            4 => $"({String(depth + 1)} ~= {String(depth + 1)})",
            _ => $"(if {Boolean(depth + 1)} then {Boolean(depth + 1)} else {Boolean(depth + 1)})",
        };
}
