using System.Diagnostics;
using System.Text;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Text;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>A bare Lua state: with Lua's own libraries (the oracle), or with ours in their place.</summary>
internal sealed unsafe class TextState : IDisposable
{
    private const string Bootstrap = """
        local ours, primitives, sources = ...
        local S, stringmeta = string, getmetatable('')
        pauses, now = 0, 1700000000
        local function plain(v)
          local t = type(v)
          if t == 'number' then return S.format('%s:%s', math.type(v), v ~= v and 'nan' or tostring(v)) end
          if t == 'string' then return S.format('%q', v) end
          if t == 'table' or t == 'function' or t == 'thread' or t == 'userdata' then return t end
          return tostring(v)
        end
        local concat, pack = table.concat, table.pack
        function show(...)
          local n, r = select('#', ...), { ... }
          for i = 1, n do r[i] = plain(r[i]) end
          return concat(r, ' ')
        end
        function try(f, ...) return show(pcall(f, ...)) end
        function contents(t)
          local r = {}
          for i = 1, #t do r[i] = plain(t[i]) end
          return concat(r, ',')
        end
        if not ours then return end
        local function copy(t)
          local r = {}
          for k, v in next, t do r[k] = v end
          return r
        end
        local T = {
          string = S, table = copy(table), utf8 = utf8, math = math, error = error, rawtype = type, rawpcall = pcall, rawget = rawget,
          rawset = rawset, rawnext = next, select = select, getmetatable = getmetatable, setmetatable = setmetatable, concat = table.concat,
          copy = copy, shadows = {}, standins = {}, pairs = pairs,
          metafield = function(v, k) return (debug.getmetatable(v) or {})[k] end,
          luau = function() return false end,
          plainly = function(f, _, ...) return pcall(f, ...) end,
          rawsetmetatable = setmetatable, tonumber = tonumber,
          tostring = function(v)
            local m = getmetatable(v)
            if m and m.__tostring then return m.__tostring(v) end
            return type(v) == 'number' and tostring(v) or type(v)
          end,
          now = function() return now + 0.25 end,
          cpu_seconds = function() return 1.5 end,
          check = function()
            pauses = pauses + 1
            if coroutine.isyieldable() and pausing then coroutine.yield('paused') end
          end,
        }
        for k, v in next, primitives do T[k] = v end
        local loaded = {}
        function T.library(name)
          loaded[name] = loaded[name] or assert(load(sources[name], '=' .. name, 't'))(T)
          return loaded[name]
        end
        for _, name in next, { 'string', 'table', 'utf8', 'os' } do _G[name] = T.library(name) end
        stringmeta.__index = string
        """;

    private readonly VmBlock* _block;
    private readonly KeraLua.Lua _owner;

    public TextState(bool ours, long limit = 256 << 20, long singleLimit = 4 << 20)
    {
        _block = VmBlock.Create(limit, singleLimit, 20, 32);
        _block->EnterHost();
        _owner = new KeraLua.Lua(VmAllocator.Delegate, (nint)_block);
        Handle = _owner.Handle;
        LuaNative.luaL_openlibs(Handle);
        Check(LuaNative.Load(Handle, Encoding.UTF8.GetBytes(Bootstrap), "=bootstrap\0"u8));
        LuaNative.lua_pushboolean(Handle, ours ? 1 : 0);
        LuaNative.lua_createtable(Handle, 0, 2);
        foreach (var (name, function) in TextLibrary.All)
        {
            LuaNative.lua_pushcclosure(Handle, function, 0);
            Check(LuaNative.lua_pcallk(Handle, 0, 1, 0, 0, 0));
            LuaNative.lua_settop(Handle, -2);
            LuaNative.lua_pushcclosure(Handle, function, 0);
            LuaNative.SetField(Handle, -2, name);
        }

        PushSources();
        Check(LuaNative.lua_pcallk(Handle, 3, 0, 0, 0, 0));
        _block->LeaveHost();
    }

    public nint Handle { get; }

    public VmBlock* Block => _block;

    public void SetDeadline(TimeSpan fromNow) => _block->Deadline = Stopwatch.GetTimestamp() + (long)(fromNow.TotalSeconds * Stopwatch.Frequency);

    /// <summary>From now on every slice is over at once.</summary>
    public void EndSlices() => _block->SliceEnd = 0;

    /// <summary>Runs a chunk and gives its first result, a string; a failure comes back as "error: message".</summary>
    public string Run(string source)
    {
        if (LuaNative.Load(Handle, Encoding.Latin1.GetBytes(source), "=chunk\0"u8) != LuaNative.Ok
            || LuaNative.lua_pcallk(Handle, 0, 1, 0, 0, 0) != LuaNative.Ok)
        {
            return "error: " + Take();
        }

        return Take();
    }

    public void Dispose()
    {
        _block->EnterHost();
        _owner.Close();
        System.Runtime.InteropServices.NativeMemory.Free(_block);
    }

    private string Take()
    {
        var text = Encoding.Latin1.GetString(LuaNative.StringBytes(Handle, -1));
        LuaNative.lua_settop(Handle, 0);
        return text;
    }

    private void PushSources()
    {
        LuaNative.lua_createtable(Handle, 0, 4);
        foreach (var name in new[] { "string", "string_more", "table", "table_more", "utf8", "os", "numbers" })
        {
            using var stream = typeof(TextLibrary).Assembly.GetManifestResourceStream(name + ".lua")!;
            var source = new byte[stream.Length];
            stream.ReadExactly(source);
            LuaNative.PushBytes(Handle, source);
            LuaNative.SetField(Handle, -2, Encoding.UTF8.GetBytes(name + "\0"));
        }
    }

    private void Check(int status)
    {
        if (status != LuaNative.Ok)
        {
            throw new InvalidOperationException(Take());
        }
    }
}
