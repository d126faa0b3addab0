namespace TemplateFunctions.Core.Authoring;

/// <summary>Sealed 64-bit integers.</summary>
internal static class TypesExtApi
{
    private const string Bytes = "bytes: {number}";
    private const string Unsigned = "(U64 | number | string)";

    public static ApiModule Module { get; } = new("@antiraid/typesext", "TypesExtModule", "64-bit integers, which numbers cannot hold exactly.",
    [
        new ApiFunction("U64", "value: U64 | I64 | number | string", "value: U64", "An unsigned integer."),
        new ApiFunction("I64", "value: U64 | I64 | number | string", "value: I64", "A signed integer."),
        new ApiField("bitu64", "BitU64", "The operations of bit32 on 64 bits."),
        new ApiFunction("randstring", "length: number", "text: string", "Letters and digits from a secure source."),
    ]);

    public static IReadOnlyList<ApiType> Types { get; } =
    [
        Integer("U64", "to_i64", "I64"),
        Integer("I64", "to_u64", "U64"),
        new("BitU64", "Operations on 64 bits.",
        [
            .. new[] { "band", "bor", "bxor" }.Select(name => new ApiFunction(name, $"...: {Unsigned}", "value: U64", "Bitwise, over all arguments.")),
            new ApiFunction("btest", $"...: {Unsigned}", "any: boolean", "Whether all arguments share a bit."),
            new ApiFunction("bnot", $"value: {Unsigned}", "value: U64", "All bits flipped."),
            .. new[] { "lshift", "rshift", "lrotate", "rrotate" }.Select(name => new ApiFunction(name, $"value: {Unsigned}, by: number", "value: U64", "Moved by so many bits.")),
            new ApiFunction("byteswap", $"value: {Unsigned}", "value: U64", "The bytes in reverse."),
            new ApiFunction("extract", $"value: {Unsigned}, at: number, width: number?", "value: U64", "Some bits."),
            new ApiFunction("replace", $"value: {Unsigned}, by: {Unsigned}, at: number, width: number?", "value: U64", "With some bits replaced."),
            new ApiFunction("countlz", $"value: {Unsigned}", "count: number", "Zeros at the high end."),
            new ApiFunction("countrz", $"value: {Unsigned}", "count: number", "Zeros at the low end."),
        ]),
    ];

    private static ApiType Integer(string name, string conversion, string other) => new(name, "A sealed 64-bit integer; tostring gives its digits.",
    [
        new ApiFunction(conversion, "", $"value: {other}", "The same bits in the other kind.", IsMethod: true),
        .. new[] { "le", "ne", "be" }.SelectMany(order => new[]
        {
            new ApiFunction($"to_{order}_bytes", "", Bytes, "Its 8 bytes.", IsMethod: true),
            new ApiFunction($"from_{order}_bytes", Bytes, $"value: {name}", "The integer of 8 bytes.", IsMethod: true),
        }),
    ])
    {
        IsObject = true,
        Operators =
        [
            .. new[] { "__add", "__sub", "__mul", "__div", "__idiv", "__mod", "__pow" }.Select(op => new ApiOperator(op, $"{name} | number | string", name)),
            new("__unm", null, name), new("__concat", "any", "string"), new("__lt", name, "boolean"), new("__le", name, "boolean"),
        ],
    };
}
