namespace TemplateFunctions.Core.Authoring;

/// <summary>Luau's own library where Lua 5.4 lacks it: templates in either language have it.</summary>
internal static class LuauLibraries
{
    private const string Offset = "b: buffer, offset: number";
    private const string Numbers = "...: number";

    public static IReadOnlyList<ApiLibrary> All { get; } =
    [
        Library("bit32", "Operations on unsigned 32-bit numbers.",
        [
            F("band", Numbers, "n: number"), F("bor", Numbers, "n: number"), F("bxor", Numbers, "n: number"), F("btest", Numbers, "any: boolean"),
            F("bnot", "n: number", "n: number"), F("lshift", "n: number, by: number", "n: number"), F("rshift", "n: number, by: number", "n: number"),
            F("arshift", "n: number, by: number", "n: number"), F("lrotate", "n: number, by: number", "n: number"), F("rrotate", "n: number, by: number", "n: number"),
            F("extract", "n: number, at: number, width: number?", "n: number"), F("replace", "n: number, by: number, at: number, width: number?", "n: number"),
            F("countlz", "n: number", "count: number"), F("countrz", "n: number", "count: number"), F("byteswap", "n: number", "n: number"),
        ]),
        Library("buffer", "Blocks of bytes, read and written at offsets from 0.",
        [
            F("create", "size: number", "b: buffer"), F("fromstring", "text: string", "b: buffer"), F("tostring", "b: buffer", "text: string"), F("len", "b: buffer", "size: number"),
            F("copy", "target: buffer, targetOffset: number, source: buffer, sourceOffset: number?, count: number?", ""), F("fill", Offset + ", value: number, count: number?", ""),
            F("readstring", Offset + ", count: number", "text: string"), F("writestring", Offset + ", text: string, count: number?", ""),
            F("readbits", "b: buffer, bitOffset: number, bitCount: number", "n: number"), F("writebits", "b: buffer, bitOffset: number, bitCount: number, value: number", ""),
            .. new[] { "i8", "u8", "i16", "u16", "i32", "u32", "f32", "f64" }.SelectMany(kind => new[] { F("read" + kind, Offset, "n: number"), F("write" + kind, Offset + ", value: number", "") }),
        ]),
        Library("vector", "Three numbers that cannot be changed.",
        [
            new ApiField("zero", "vector", "0, 0, 0."), new ApiField("one", "vector", "1, 1, 1."),
            F("create", "x: number, y: number, z: number?", "v: vector"), F("magnitude", "v: vector", "n: number"), F("normalize", "v: vector", "v: vector"),
            F("cross", "a: vector, b: vector", "v: vector"), F("dot", "a: vector, b: vector", "n: number"), F("angle", "a: vector, b: vector, axis: vector?", "radians: number"),
            F("floor", "v: vector", "v: vector"), F("ceil", "v: vector", "v: vector"), F("abs", "v: vector", "v: vector"), F("sign", "v: vector", "v: vector"),
            F("min", "v: vector, ...: vector", "v: vector"), F("max", "v: vector, ...: vector", "v: vector"), F("clamp", "v: vector, low: vector, high: vector", "v: vector"),
            F("lerp", "a: vector, b: vector, t: number", "v: vector"),
        ]),
        Library("table", "Additions to Lua's library.",
        [
            F("find", "t: {any}, value: any, from: number?", "index: number?"), F("create", "count: number, value: any", "t: {any}"), F("clear", "t: any", ""),
            F("clone", "t: any", "t: any"), F("freeze", "t: any", "t: any"), F("isfrozen", "t: any", "frozen: boolean"), F("maxn", "t: any", "n: number"),
            F("getn", "t: any", "n: number"), F("foreach", "t: any, f: (key: any, value: any) -> any", "result: any"), F("foreachi", "t: {any}, f: (index: number, value: any) -> any", "result: any"),
        ]),
        Library("string", "Additions to Lua's library.", [F("split", "s: string, separator: string?", "parts: {string}")]),
        Library("math", "Additions to Lua's library.",
        [
            F("clamp", "n: number, low: number, high: number", "n: number"), F("sign", "n: number", "n: number"), F("round", "n: number", "n: number"),
            F("noise", "x: number, y: number?, z: number?", "n: number"), F("lerp", "a: number, b: number, t: number", "n: number"),
            F("map", "n: number, fromLow: number, fromHigh: number, toLow: number, toHigh: number", "n: number"), F("isnan", "n: number", "b: boolean"),
            F("isinf", "n: number", "b: boolean"), F("isfinite", "n: number", "b: boolean"), F("pow", "a: number, b: number", "n: number"), F("log10", "n: number", "n: number"),
        ]),
    ];

    private static ApiLibrary Library(string name, string doc, ApiMember[] members) => new(name, doc, members) { IsPartOfLuau = true };

    private static ApiFunction F(string name, string parameters, string returns) => new(name, parameters, returns, "See Luau's library.");
}
