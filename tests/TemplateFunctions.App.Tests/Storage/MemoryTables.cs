using System.Collections.Concurrent;
using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Tests.Storage;

/// <summary>A storage account's tables in memory.</summary>
internal sealed class MemoryTables
{
    private readonly ConcurrentDictionary<string, MemoryTable> _tables = new(StringComparer.Ordinal);

    public ITable Open(string name) => Get(name);

    public MemoryTable Get(string name) => _tables.GetOrAdd(name, made => new MemoryTable(made));

    /// <summary>Asked before each request to any table.</summary>
    public void Fail(Action<string>? fault)
    {
        foreach (var table in _tables.Values)
        {
            table.Fault = fault;
        }
    }
}
