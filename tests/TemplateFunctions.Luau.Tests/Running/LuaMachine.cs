using System.Text;
using KeraLua;

namespace TemplateFunctions.Luau.Tests.Running;

/// <summary>A real Lua 5.4 with the support table, on which tests run what the front end wrote.</summary>
internal sealed class LuaMachine : IDisposable
{
    private const string Driver = """
        local support_source, chunk_source, name, lowered = ...
        local support = assert(load(support_source, "=support", "t"))({ tostring = tostring })
        local out = {}
        local env = setmetatable({ tostring = support.text }, { __index = _G })
        env._G = env
        env.print = function(...)
          local line = table.pack(...)
          for i = 1, line.n do line[i] = support.text(line[i]) end
          out[#out + 1] = table.concat(line, "\t")
        end
        local function show(v)
          return type(v) == "string" and v or support.text(v)
        end
        local chunk, problem = load(chunk_source, name, "t", env)
        if not chunk then return "COMPILE " .. problem end
        if lowered then chunk = chunk(support) end
        local results = table.pack(xpcall(chunk, function(e) return e end, "arg1", 2, nil))
        for i = 2, results.n do out[#out + 1] = show(results[i]) end
        if not results[1] then return "ERROR " .. table.concat(out, "\n") end
        return table.concat(out, "\n")
        """;

    private readonly Lua _lua = new() { Encoding = Encoding.UTF8 };

    /// <summary>Prints and returned values, one a line; <c>ERROR ...</c> or <c>COMPILE ...</c> when it fails.</summary>
    public string Run(string lua, bool lowered = true)
    {
        _lua.SetTop(0);
        if (_lua.LoadString(Driver, "=driver") != LuaStatus.OK)
        {
            throw new InvalidOperationException(_lua.ToString(-1));
        }

        _lua.PushString(LuauSupport.Source);
        _lua.PushString(lua);
        _lua.PushString("=main");
        _lua.PushBoolean(lowered);
        if (_lua.PCall(4, 1, 0) != LuaStatus.OK)
        {
            throw new InvalidOperationException(_lua.ToString(-1));
        }

        return _lua.ToString(-1, callMetamethod: false);
    }

    /// <summary>Lua's message when the text does not compile, else null.</summary>
    public string? Compile(string lua)
    {
        _lua.SetTop(0);
        return _lua.LoadString(lua, "=main") == LuaStatus.OK ? null : _lua.ToString(-1, callMetamethod: false);
    }

    public void Dispose() => _lua.Dispose();
}
