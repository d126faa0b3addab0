using System.Text;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox;
using TemplateFunctions.Runtime.Sandbox.Primitives;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>The templates of the VM: their private globals, compiled code and ctx, cached by name and content hash.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private const int MaxIsolates = 128;

    private readonly Dictionary<(string Name, string Version), SubIsolate> _isolates = [];
    private readonly Dictionary<int, SubIsolate> _isolatesByNumber = [];
    private SubIsolate? _lastIsolate;
    private int _isolateNumber;
    private long _useCounter;

    public SubIsolate? Isolate(int number) => _isolatesByNumber.GetValueOrDefault(number);

    /// <summary>Drops what is compiled; runs in flight end on the old code.</summary>
    public int ClearCache()
    {
        var dropped = _isolates.Count;
        foreach (var isolate in _isolates.Values.ToArray())
        {
            Retire(isolate);
        }

        return dropped;
    }

    private RunError? GetIsolate(TemplateSource source, out SubIsolate isolate)
    {
        if (_lastIsolate is { Retired: false } last && ReferenceEquals(last.Source, source))
        {
            isolate = last;
            return null;
        }

        if (_isolates.TryGetValue((source.Name, source.Version), out isolate!))
        {
            isolate.LastUsed = ++_useCounter;
            _lastIsolate = isolate;
            return null;
        }

        if (!source.Files.TryGetValue(source.EntryPath, out var text))
        {
            return new RunError("TF1103", $"The template has no entry file: '{source.EntryPath}' is missing.");
        }

        isolate = new SubIsolate(++_isolateNumber, source) { LastUsed = ++_useCounter };
        _isolatesByNumber.Add(isolate.Number, isolate);
        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, _newEnvironment);
        LuaNative.lua_pushinteger(L, isolate.Number);
        if (LuaNative.lua_pcallk(L, 1, 1, 0, 0, 0) != LuaNative.Ok)
        {
            throw new InvalidOperationException("The environment could not be made: " + LuaNative.StringText(L, -1));
        }

        isolate.Environment = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, isolate.Environment);
        var error = ChunkLoader.Load(L, this, source.EntryPath, text, isolate.IsLuau ? LuauDialect.Luau : LuauDialect.Lua54);
        if (error is not null)
        {
            LuaNative.Pop(L, 1);
            FreeIsolate(isolate);
            return ErrorReader.FromCompiler(source, error);
        }

        isolate.Entry = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        LuaNative.Pop(L, 1);
        MakeRoom(source.Name);
        _isolates.Add((source.Name, source.Version), isolate);
        return null;
    }

    /// <summary>At most two versions of a template and <see cref="MaxIsolates"/> in all are kept; the least recently used goes.</summary>
    private void MakeRoom(string name)
    {
        var versions = _isolates.Values.Where(i => i.Source.Name == name).ToList();
        if (versions.Count >= 2)
        {
            Retire(versions.MinBy(i => i.LastUsed)!);
        }

        if (_isolates.Count >= MaxIsolates)
        {
            Retire(_isolates.Values.MinBy(i => i.LastUsed)!);
        }
    }

    private void Retire(SubIsolate isolate)
    {
        _isolates.Remove((isolate.Source.Name, isolate.Source.Version));
        isolate.Retired = true;
        if (isolate.LiveRuns == 0)
        {
            FreeIsolate(isolate);
        }
    }

    private void FreeIsolate(SubIsolate isolate)
    {
        _isolatesByNumber.Remove(isolate.Number);
        _block->EnterHost();
        Unreference(L, isolate.Environment);
        Unreference(L, isolate.Entry);
        Unreference(L, isolate.Context);
        _block->LeaveHost();
    }

    /// <summary>Whether the event has room, after a full collection if need be.</summary>
    private bool EventFits(RunRequest request)
    {
        var needed = request.Event.Image.Length + (64 << 10);
        if (MemoryBytes + needed <= _block->Limit)
        {
            return true;
        }

        CollectGarbage();
        return MemoryBytes + needed <= _block->Limit;
    }

    /// <summary>Pushes the entry chunk, evt and ctx onto a fresh main coroutine.</summary>
    private void PushArguments(nint thread, Run run)
    {
        LuaNative.lua_rawgeti(thread, LuaNative.RegistryIndex, run.Isolate.Entry);
        PushEvent(thread, run.Request.Event.Image);
        PushContext(run);
        LuaNative.lua_rawgeti(thread, LuaNative.RegistryIndex, run.Isolate.Context);
        run.Main!.PendingArguments = 2;
    }

    /// <summary>Pushes an image as scripts read it.</summary>
    public void PushEvent(nint thread, byte[] image)
    {
        var copy = LuaNative.lua_newuserdatauv(thread, (nuint)image.Length, EventPrimitives.ImageUserValues);
        image.CopyTo(new Span<byte>((void*)copy, image.Length));
        LuaNative.lua_rawgeti(thread, LuaNative.RegistryIndex, NodeMetatable);
        LuaNative.lua_setmetatable(thread, -2);
    }

    /// <summary>Makes the template's ctx, or keeps the one it has when nothing it shows has changed.</summary>
    private void PushContext(Run run)
    {
        var (isolate, request) = (run.Isolate, run.Request);
        if (isolate.Context != 0 && ReferenceEquals(isolate.ContextCapabilities, request.Capabilities)
            && Nullable.Equals(isolate.ContextData, request.TemplateDataJson) && isolate.ContextOwner == request.OwnerGuild)
        {
            return;
        }

        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, _newContext);
        LuaNative.lua_createtable(L, 0, 4);
        SetText("guild_id\0"u8, Guild.ToString());
        SetText("owner_guild_id\0"u8, (request.OwnerGuild ?? Guild).ToString());
        SetText("template_name\0"u8, request.Template.Name);
        if (request.TemplateDataJson is { } data)
        {
            PushEvent(L, EventDocument.ImageOf(data.Span));
            LuaNative.SetField(L, -2, "data\0"u8);
        }

        LuaNative.lua_createtable(L, request.Capabilities.Count, 0);
        for (var i = 0; i < request.Capabilities.Count; i++)
        {
            LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(request.Capabilities[i]));
            LuaNative.lua_rawseti(L, -2, i + 1);
        }

        if (LuaNative.lua_pcallk(L, 2, 1, 0, 0, 0) != LuaNative.Ok)
        {
            throw new InvalidOperationException("The ctx could not be made: " + LuaNative.StringText(L, -1));
        }

        Unreference(L, isolate.Context);
        isolate.Context = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        isolate.ContextCapabilities = request.Capabilities;
        isolate.ContextData = request.TemplateDataJson;
        isolate.ContextOwner = request.OwnerGuild;
    }

    private void SetText(ReadOnlySpan<byte> key, string text)
    {
        LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(text));
        LuaNative.SetField(L, -2, key);
    }
}
