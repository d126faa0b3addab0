using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>The target of a compound assignment whose object, and key where it has one, are in temporaries.</summary>
internal sealed record TemporaryTarget(int Token, string Prefix, string? Key) : Expr(Token);
