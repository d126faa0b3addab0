using System.Text;
using TemplateFunctions.Runtime.Sandbox;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>The host modules of a process, with their functions numbered: a VM refers to a function by its number.</summary>
internal sealed class ModuleRegistry
{
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);

    public ModuleRegistry(IEnumerable<HostModule> modules)
    {
        var functions = new List<HostFunction>();
        foreach (var module in modules)
        {
            var first = functions.Count;
            functions.AddRange(module.Functions);
            var chunk = module.LuaSource is null ? null : LuaLibrary.Compile(Encoding.UTF8.GetBytes(module.LuaSource), module.Name);
            if (!_byName.TryAdd(module.Name, new Entry(module, first, chunk)))
            {
                throw new ArgumentException($"Two host modules are named '{module.Name}'.", nameof(modules));
            }
        }

        Functions = [.. functions];
    }

    public HostFunction[] Functions { get; }

    public IEnumerable<string> Names => _byName.Keys;

    public IEnumerable<HostModule> Modules => _byName.Values.Select(e => e.Module);

    public Entry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <param name="Module">The module.</param>
    /// <param name="FirstFunction">Number of its first function; the others follow.</param>
    /// <param name="Chunk">Bytecode of its Lua part.</param>
    internal sealed record Entry(HostModule Module, int FirstFunction, byte[]? Chunk);
}
