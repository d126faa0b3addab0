namespace TemplateFunctions.Luau.Tests;

public class DialectTests
{
    [Theory]
    [InlineData("init.lua", "return 1", LuauDialect.Lua54)]
    [InlineData("lib/INIT.LUA", "return 1", LuauDialect.Lua54)]
    [InlineData("init.luau", "return 1", LuauDialect.Luau)]
    [InlineData("", "return 1", LuauDialect.Luau)]
    [InlineData("init.luau", "--!lua54\nreturn 1", LuauDialect.Lua54)]
    [InlineData("init.luau", "--!lua54  \r\nreturn 1", LuauDialect.Lua54)]
    [InlineData("init.luau", "#!/bin/lua\n--!lua54\nreturn 1", LuauDialect.Lua54)]
    [InlineData("init.luau", "--!strict\nreturn 1", LuauDialect.Luau)]
    [InlineData("init.luau", "\n--!lua54", LuauDialect.Luau)]
    [InlineData("init.luau", "--!lua540", LuauDialect.Luau)]
    [InlineData("init.luau", "", LuauDialect.Luau)]
    public void DetectDialect_ByNameAndDirective(string path, string source, LuauDialect expected) =>
        Assert.Equal(expected, LuauCompiler.DetectDialect(path, source));

    [Fact]
    public void Lua54Source_PassesAsItIs()
    {
        const string source = "goto x ::x:: local y <const> = 1 // 2 return y & 3";
        var result = LuauCompiler.Lower(source, LuauDialect.Lua54);
        Assert.Equal(source, result.Lua);
        Assert.Empty(result.Diagnostics);
    }
}
