using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>
/// If-expressions. As <c>and</c>/<c>or</c> where the values allow it, as a statement where one stands around it,
/// else with helpers that hide nil and false from <c>and</c>/<c>or</c>.
/// </summary>
internal sealed partial class Lowerer
{
    private long _scanned;

    private bool IsTrue(Expr value) => value switch
    {
        NumberExpr or StringExpr or InterpExpr or TableExpr or FunctionExpr => true,
        WordExpr => KindOf(value) == TokenKind.True,
        NameExpr name => name.Local is { IsTrue: true },
        ParenExpr paren => IsTrue(paren.Inner),
        CastExpr cast => IsTrue(cast.Value),
        UnaryExpr unary => KindOf(unary) == TokenKind.Minus && unary.Operand is NumberExpr,
        _ => false,
    };

    private bool IsWord(Expr value, TokenKind kind) => value is WordExpr && KindOf(value) == kind;

    private bool IsCheap(Expr value) => value is NameExpr { Local: not null } or NumberExpr or StringExpr || (value is WordExpr && KindOf(value) != TokenKind.Ellipsis);

    /// <summary>Whether no plain <c>and</c>/<c>or</c> form fits.</summary>
    private bool NeedsStatement(IfExpr choice) =>
        !choice.Branches.TrueForAll(branch => IsTrue(branch.Value))
        && (choice.Branches.Count > 1 || !(HasConstantSide(choice) || IsSwappable(choice)));

    private bool HasConstantSide(IfExpr choice) => IsNilOrFalse(choice.Branches[0].Value) || IsNilOrFalse(choice.Otherwise);

    private bool IsNilOrFalse(Expr value) => IsWord(value, TokenKind.Nil) || IsWord(value, TokenKind.False);

    /// <summary>The second value is true and on the same line, so it may be written first.</summary>
    private bool IsSwappable(IfExpr choice) => IsTrue(choice.Otherwise) && LineOf(choice.Token) == LineOf(choice.Otherwise.Token)
        && choice.Otherwise is NumberExpr or StringExpr or WordExpr or UnaryExpr or NameExpr;

    private void WriteIfExpr(IfExpr choice, bool integers)
    {
        var (condition, value) = choice.Branches[0];
        _maybe++;
        if (choice.Branches.TrueForAll(branch => IsTrue(branch.Value)))
        {
            WriteChain(choice, integers, keep: false);
        }
        else if (choice.Branches.Count == 1 && HasConstantSide(choice))
        {
            WriteConstantSide(choice, integers);
        }
        else if (choice.Branches.Count == 1 && IsSwappable(choice))
        {
            Put("(", choice.Token);
            WriteNot(condition);
            PutHere("and");
            WriteTerm(choice.Otherwise, integers);
            PutHere("or");
            WriteTerm(value, integers);
            PutHere(")");
        }
        else if (choice.Branches.Count == 1 && IsCheap(value) && IsCheap(choice.Otherwise))
        {
            Put(Use(Helper.Pick), choice.Token);
            PutHere("(");
            Hold(CallRegisters, choice.Token);
            WriteTerm(condition, integers: true);
            PutHere(",");
            WriteExpr(value, integers);
            PutHere(",");
            WriteExpr(choice.Otherwise, integers);
            Release(CallRegisters);
            PutHere(")");
        }
        else
        {
            Put(Use(Helper.Drop), choice.Token);
            Hold(1, choice.Token);
            WriteChain(choice, integers, keep: true);
            Release(1);
        }

        _maybe--;
    }

    private void PutHere(string piece) => _out.Put(piece, _out.Line);

    private void WriteChain(IfExpr choice, bool integers, bool keep)
    {
        Put("(", choice.Token);
        foreach (var (condition, value) in choice.Branches)
        {
            WriteTerm(condition, integers: true);
            PutHere("and");
            if (keep && !IsTrue(value))
            {
                WriteHelperCall(Helper.Keep, value, integers);
            }
            else
            {
                WriteTerm(value, integers);
            }

            PutHere("or");
        }

        WriteTerm(choice.Otherwise, integers);
        PutHere(")");
    }

    private void WriteConstantSide(IfExpr choice, bool integers)
    {
        var (condition, value) = choice.Branches[0];
        Put("(", choice.Token);
        if (IsNilOrFalse(value))
        {
            PutHere(IsWord(value, TokenKind.Nil) ? "(not" : "not");
            WriteTerm(condition, integers: true);
            PutHere(IsWord(value, TokenKind.Nil) ? "or nil) and" : "and");
            WriteTerm(choice.Otherwise, integers);
        }
        else
        {
            PutHere(IsWord(choice.Otherwise, TokenKind.Nil) ? "(" : "not not");
            WriteTerm(condition, integers: true);
            PutHere(IsWord(choice.Otherwise, TokenKind.Nil) ? "or nil) and" : "and");
            WriteTerm(value, integers);
        }

        PutHere(")");
    }

    private void WriteNot(Expr condition)
    {
        PutHere("not");
        WriteTerm(condition, integers: true);
    }

    /// <summary>An operand that any operator may stand beside.</summary>
    private void WriteTerm(Expr value, bool integers)
    {
        if (value is BinaryExpr or UnaryExpr || IsOpen(value))
        {
            WriteParenthesised(value, integers);
        }
        else
        {
            WriteExpr(value, integers);
        }
    }

    /// <summary>The same as a statement: assigns to <paramref name="target"/>, or returns when there is none.</summary>
    private void WriteChoice(IfExpr choice, Local? target)
    {
        _maybe++;
        for (var i = 0; i < choice.Branches.Count; i++)
        {
            Put(i == 0 ? "if" : "elseif", i == 0 ? choice.Token : StartOf(choice.Branches[i].Condition));
            WriteExpr(choice.Branches[i].Condition, integers: true);
            PutHere("then");
            WriteOutcome(choice.Branches[i].Value, target);
        }

        PutHere("else");
        WriteOutcome(choice.Otherwise, target);
        PutHere("end");
        _maybe--;
    }

    private void WriteOutcome(Expr value, Local? target)
    {
        Enter(value.Token);
        if (target is null)
        {
            Put("return", StartOf(value));
        }
        else
        {
            PutLocal(target, StartOf(value));
            PutHere("=");
        }

        if (target is null && IsOpen(value))
        {
            WriteParenthesised(value, integers: false);
        }
        else
        {
            WriteExpr(value, target is not null && IsCounter(target));
        }

        Leave();
    }

    /// <summary>Whether a variable of that name is spoken of between two tokens.</summary>
    private bool Mentions(int from, int end, int name)
    {
        _scanned += end - from;
        for (var i = from; i < end; i++)
        {
            if (_tokens[i].Kind == TokenKind.Name && _tokens[i].Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
