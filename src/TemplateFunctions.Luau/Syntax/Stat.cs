using TemplateFunctions.Luau.Lexing;

namespace TemplateFunctions.Luau.Syntax;

/// <summary>A statement. <paramref name="Token"/> is the index of its first token.</summary>
internal abstract record Stat(int Token);

/// <summary>Statements and where they end.</summary>
internal sealed record Block(List<Stat> Statements, int End)
{
    /// <summary>A <c>continue</c> in here, outside of inner loops and functions.</summary>
    public bool HasContinue { get; set; }
}

internal sealed record LocalStat(int Token, List<Binding> Bindings, List<Expr> Values) : Stat(Token);

internal sealed record AssignStat(int Token, List<Expr> Targets, List<Expr> Values) : Stat(Token);

/// <param name="Token">The first token.</param>
/// <param name="Target">What changes.</param>
/// <param name="Operation">Token of the operator.</param>
/// <param name="Operator">The plain operator.</param>
/// <param name="Value">The right side.</param>
internal sealed record CompoundStat(int Token, Expr Target, int Operation, TokenKind Operator, Expr Value) : Stat(Token);

internal sealed record CallStat(int Token, Expr Call) : Stat(Token);

internal sealed record DoStat(int Token, Block Body) : Stat(Token);

internal sealed record WhileStat(int Token, Expr Condition, Block Body) : Stat(Token);

/// <param name="Token"><c>repeat</c>.</param>
/// <param name="Body">The block.</param>
/// <param name="Condition">After <c>until</c>.</param>
/// <param name="FirstContinue">Index of the first statement that holds a <c>continue</c>, or -1.</param>
internal sealed record RepeatStat(int Token, Block Body, Expr Condition, int FirstContinue) : Stat(Token);

internal sealed record IfStat(int Token, List<IfBranch> Branches, Block? Otherwise, int ElseToken, int End) : Stat(Token);

/// <param name="Token"><c>if</c> or <c>elseif</c>.</param>
/// <param name="Condition">The test.</param>
/// <param name="Body">The block.</param>
internal readonly record struct IfBranch(int Token, Expr Condition, Block Body);

internal sealed record NumericForStat(int Token, Binding Variable, Expr Start, Expr Limit, Expr? Step, Block Body) : Stat(Token);

internal sealed record GenericForStat(int Token, List<Binding> Variables, int In, List<Expr> Values, Block Body) : Stat(Token);

/// <summary><c>function a.b:c() end</c>; <paramref name="Self"/> is set for the colon form.</summary>
internal sealed record FunctionStat(int Token, Expr Target, bool Self, FunctionBody Body) : Stat(Token);

internal sealed record LocalFunctionStat(int Token, Local Local, FunctionBody Body) : Stat(Token);

internal sealed record ReturnStat(int Token, List<Expr> Values) : Stat(Token);

internal sealed record BreakStat(int Token) : Stat(Token);

internal sealed record ContinueStat(int Token) : Stat(Token);

/// <summary>A type alias or a type function: nothing at run time.</summary>
internal sealed record TypeStat(int Token, TokenRange Tokens) : Stat(Token);

/// <summary>What stands where no statement could be read. Never lowered.</summary>
internal sealed record ErrorStat(int Token) : Stat(Token);
