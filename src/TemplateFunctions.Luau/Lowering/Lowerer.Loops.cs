using System.Globalization;
using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Loops. <c>continue</c> becomes a jump to a label at the end of the body.</summary>
internal sealed partial class Lowerer
{
    private const int NumericForLocals = 3;
    private const int GenericForLocals = 4;
    private const int MaxIteratorValues = 3;

    private string ContinueLabel => _prefix + "continue" + _limits.Loops.ToString(CultureInfo.InvariantCulture);

    private void WriteWhile(WhileStat loop)
    {
        Put("while", loop.Token);
        WriteExpr(loop.Condition, integers: true);
        PutHere("do");
        WriteLoopBody(loop.Body);
    }

    private void WriteLoopBody(Block body)
    {
        _limits.Loops++;
        if (body.HasContinue)
        {
            var count = body.Statements.Count;
            var locals = _limits.Locals;
            var returns = body.Statements[^1] is ReturnStat;
            WriteStatements(body, 0, returns ? count - 1 : count);
            if (returns)
            {
                Put("do", body.Statements[^1].Token);
                Enter(body.Statements[^1].Token);
                WriteStatements(body, count - 1, count);
                Leave();
                Put("end", body.End);
            }

            _limits.Locals = locals;
            PutLabel(body.End);
        }
        else
        {
            WriteBlock(body);
        }

        _limits.Loops--;
        Put("end", body.End);
    }

    private void PutLabel(int token)
    {
        Put("::", token);
        Put(ContinueLabel, token);
        Put("::", token);
    }

    /// <summary>
    /// The condition sees the locals of the body, so the label cannot stand at the end of the whole body: statements from the first
    /// <c>continue</c> on get a block of their own. What they declare is out of the condition's sight, as the parser has made sure it may be.
    /// </summary>
    private void WriteRepeat(RepeatStat loop)
    {
        var locals = _limits.Locals;
        Put("repeat", loop.Token);
        _limits.Loops++;
        if (loop.Body.HasContinue)
        {
            var count = loop.Body.Statements.Count;
            WriteStatements(loop.Body, 0, loop.FirstContinue);
            Put("do", loop.Body.Statements[loop.FirstContinue].Token);
            var inner = _limits.Locals;
            Enter(loop.Token);
            WriteStatements(loop.Body, loop.FirstContinue, count);
            Leave();
            _limits.Locals = inner;
            Put("end", loop.Body.End);
            PutLabel(loop.Body.End);
        }
        else
        {
            WriteStatements(loop.Body, 0, loop.Body.Statements.Count);
        }

        Put("until", loop.Body.End);
        _maybe++;
        WriteExpr(loop.Condition, integers: true);
        _maybe--;
        _limits.Loops--;
        _limits.Locals = locals;
    }

    private void WriteNumericFor(NumericForStat loop)
    {
        var variable = loop.Variable.Local;
        Put("for", loop.Token);
        PutLocal(variable, variable.Token);
        Put("=", variable.Token);
        if (IsCounter(variable) && loop.Start is BinaryExpr { Operator: TokenKind.Star, Left: NameExpr left, Right: NameExpr right } product && _facts.IsFloatProduct(product))
        {
            WriteFirstProduct(left, right);
        }
        else
        {
            WriteExpr(loop.Start, IsCounter(variable));
        }

        Hold(NumericForLocals, loop.Token);
        PutHere(",");
        WriteExpr(loop.Limit, integers: true);
        if (loop.Step is not null)
        {
            PutHere(",");
            WriteExpr(loop.Step, integers: true);
        }

        Release(NumericForLocals);
        PutHere("do");
        var locals = _limits.Locals;
        DeclareLocals(NumericForLocals + 1, loop.Token);
        var size = _limits.Size;
        WriteLoopBody(loop.Body);
        CheckLoopSize(size, loop.Token);
        _limits.Locals = locals;
    }

    /// <summary>Of counters that may be too large for a double to hold their product exactly; where they are not, the loop runs over integers.</summary>
    private void WriteFirstProduct(NameExpr left, NameExpr right)
    {
        _limits.Size += 4 * NodeSize;
        Hold(2, left.Token);
        foreach (var name in left.Local == right.Local ? [left] : new[] { left, right })
        {
            WriteName(name);
            PutHere("> -1 and");
            WriteName(name);
            PutHere("< 94906266 and");
        }

        WriteName(left);
        PutHere("*");
        WriteName(right);
        PutHere("or 1.0 *");
        WriteName(left);
        PutHere("*");
        WriteName(right);
        Release(2);
    }

    private void WriteGenericFor(GenericForStat loop)
    {
        Put("for", loop.Token);
        for (var i = 0; i < loop.Variables.Count; i++)
        {
            PutComma(i, loop.Variables[i].Local.Token);
            PutLocal(loop.Variables[i].Local, loop.Variables[i].Local.Token);
        }

        Put("in", loop.In);
        if (IsFunctionIterator(loop.Values))
        {
            WriteValues(loop.Values);
        }
        else if (loop.Values is [var table] && IsPlainTable(table))
        {
            Put(Use(Helper.Next), loop.In);
            PutHere(",");
            Hold(1, loop.In);
            WriteValues(loop.Values);
            Release(1);
        }
        else
        {
            Put(Use(Helper.Iter), StartOf(loop.Values[0]));
            PutHere("(");
            Hold(1, loop.In);
            WriteValues(loop.Values);
            Release(1);
            PutHere(")");
        }

        PutHere("do");
        var locals = _limits.Locals;
        DeclareLocals(GenericForLocals + loop.Variables.Count, loop.Token);
        var size = _limits.Size;
        WriteLoopBody(loop.Body);
        CheckLoopSize(size, loop.Token);
        _limits.Locals = locals;
    }

    /// <summary>A table that was just made, or one that nobody can have given a metatable: no <c>__iter</c> to look for.</summary>
    private static bool IsPlainTable(Expr value) => value switch
    {
        TableExpr => true,
        CastExpr cast => IsPlainTable(cast.Value),
        ParenExpr paren => IsPlainTable(paren.Inner),
        NameExpr { Local: { } local } => local.IsPlainTable,
        _ => false,
    };

    /// <summary>
    /// The standard iterators need no check: what they return is a function already, as a <c>local function</c> is. A fourth value would be closed by Lua.
    /// </summary>
    private bool IsFunctionIterator(List<Expr> values) => values switch
    {
        [CallExpr { Method: < 0, Function: NameExpr { Local: null, Name: WellKnown.Pairs or WellKnown.Ipairs } }] => true,
        [NameExpr { Local: null, Name: WellKnown.Next }, _] => true,
        [NameExpr { Local: { Body: not null, IsReassigned: false } }, ..] => values.Count <= MaxIteratorValues && !IsOpen(values[^1]),
        [var only] => LibraryCall.GivesIterator(only, _chunk.Source, _tokens),
        _ => false,
    };
}
