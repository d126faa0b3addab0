namespace TemplateFunctions.Luau.Syntax;

/// <summary>An expression. <paramref name="Token"/> is the index of the token that names its place.</summary>
internal abstract record Expr(int Token);

/// <summary><c>nil</c>, <c>true</c>, <c>false</c> or <c>...</c>, as the token says.</summary>
internal sealed record WordExpr(int Token) : Expr(Token);

internal sealed record NumberExpr(int Token, double Value) : Expr(Token);

internal sealed record StringExpr(int Token) : Expr(Token);

/// <param name="Token">The first piece.</param>
/// <param name="Pieces">Token indexes of the text pieces, one more than there are values.</param>
/// <param name="Values">The expressions in braces.</param>
internal sealed record InterpExpr(int Token, List<int> Pieces, List<Expr> Values) : Expr(Token);

/// <param name="Token">The name.</param>
/// <param name="Name">Its number.</param>
/// <param name="Local">Null for a global.</param>
/// <param name="IsUpvalue">The local belongs to an enclosing function.</param>
internal sealed record NameExpr(int Token, int Name, Local? Local, bool IsUpvalue) : Expr(Token);

/// <summary><c>object.name</c>; <paramref name="Token"/> is the name.</summary>
internal sealed record FieldExpr(int Token, Expr Object) : Expr(Token);

/// <summary><c>object[key]</c>; <paramref name="Token"/> is the bracket.</summary>
internal sealed record IndexExpr(int Token, Expr Object, Expr Key, int Close) : Expr(Token);

/// <summary>A call; <paramref name="Token"/> is where the arguments begin, <paramref name="Method"/> the name after <c>:</c> or -1.</summary>
internal sealed record CallExpr(int Token, Expr Function, int Method, List<Expr> Arguments, int Close) : Expr(Token);

internal sealed record FunctionExpr(int Token, FunctionBody Body) : Expr(Token);

internal sealed record TableExpr(int Token, List<TableItem> Items, int Close) : Expr(Token);

/// <param name="Name">Token of <c>name =</c>, or -1.</param>
/// <param name="Key">Of <c>[key] =</c>, or null.</param>
/// <param name="Value">The value.</param>
internal readonly record struct TableItem(int Name, Expr? Key, Expr Value);

/// <param name="Token">The operator.</param>
/// <param name="Operand">What it applies to.</param>
internal sealed record UnaryExpr(int Token, Expr Operand) : Expr(Token);

/// <param name="Token">The operator.</param>
/// <param name="Operator">Its kind; for a compound assignment that of the plain operator.</param>
/// <param name="Left">First operand.</param>
/// <param name="Right">Second operand.</param>
internal sealed record BinaryExpr(int Token, Lexing.TokenKind Operator, Expr Left, Expr Right) : Expr(Token);

/// <summary><c>if c1 then v1 elseif c2 then v2 else v3</c>.</summary>
internal sealed record IfExpr(int Token, List<(Expr Condition, Expr Value)> Branches, Expr Otherwise) : Expr(Token);

internal sealed record CastExpr(int Token, Expr Value, TokenRange Type) : Expr(Token);

internal sealed record ParenExpr(int Token, Expr Inner) : Expr(Token);

/// <summary><c>f&lt;&lt;T&gt;&gt;</c>.</summary>
internal sealed record InstantiateExpr(int Token, Expr Function, TokenRange Types) : Expr(Token);

/// <summary>What stands where an expression is missing. Never lowered.</summary>
internal sealed record ErrorExpr(int Token) : Expr(Token);
