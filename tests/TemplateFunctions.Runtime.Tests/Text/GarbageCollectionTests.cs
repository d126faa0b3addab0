using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>
/// Results and errors of primitives while the collector of .NET works: an error that jumped over a managed frame would end the
/// process here.
/// </summary>
[Collection(nameof(RestlessCollector))]
public sealed class GarbageCollectionTests
{
    [Fact]
    public async Task Primitives_WhileTheCollectorWorks_GoOn()
    {
        using var state = new TextState(ours: true, limit: 16 << 20);
        await using var collector = new RestlessCollector();
        var result = state.Run("""
            local n = 0
            for i = 1, 300 do
              local s = ('key' .. i .. '=value '):rep(20)
              n = n + select(2, s:gsub('(%w+)=(%w+)', '%2=%1')) + select(2, s:gsub('%w+', function(w) return #w end))
              for k, v in s:gmatch('(%w+)=(%w+)') do n = n + 1 end
              if not pcall(string.find, s, '[') and not pcall(string.rep, s, 1e9) and not pcall(string.gsub, s, 'k', error) then n = n + 1 end
              n = n + #('%5d|%s'):format(i, {}) + #os.date('%c', i)
            end
            return show(n)
            """);
        Assert.Equal("integer:34800", result);
    }
}
