using System.Globalization;
using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Parsing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Concatenation and interpolation: values that become text.</summary>
internal sealed partial class Lowerer
{
    /// <summary>From this many operands on, a concatenation is a call: Lua recurses for each <c>..</c>.</summary>
    private const int MaxInfixConcat = 24;

    private void WriteConcat(BinaryExpr root)
    {
        var operands = new List<(Expr Value, int Operator)>();
        Expr rest = root;
        var token = root.Token;
        while (rest is BinaryExpr { Operator: TokenKind.Concat } binary)
        {
            operands.Add((binary.Left, token));
            token = binary.Token;
            rest = binary.Right;
        }

        operands.Add((rest, token));
        if (operands.Count > MaxInfixConcat || _level + operands.Count > MaxLevels - 10)
        {
            WriteLongConcat(root.Token, [.. operands.Select(operand => operand.Value)]);
            return;
        }

        for (var i = 0; i < operands.Count; i++)
        {
            if (i > 0)
            {
                Put("..", operands[i - 1].Operator);
            }

            EnterLevels(i, operands[i].Value.Token);
            WriteConcatOperand(operands[i].Value);
            LeaveLevels(i);
            Hold(1, operands[i].Value.Token);
        }

        Release(operands.Count);
    }

    private void WriteConcatOperand(Expr operand)
    {
        if (_facts.Of(operand, integers: true).HasFlag(ValueFacts.NotFloat))
        {
            WriteExpr(operand, integers: true);
        }
        else if (_facts.IsLikelyNumber(operand) && !(operand is NameExpr { Local: { } local } && !local.Facts.HasFlag(ValueFacts.Number)))
        {
            WriteLookup(Helper.Strs, operand);
        }
        else if (operand is NameExpr { Local: not null } name && IsSteady(name))
        {
            WriteChecked(Helper.Kind, "== \"float\" and", Helper.Str, name, checkedIsPlain: false);
        }
        else
        {
            WriteHelperCall(Helper.Str, operand, integers: true);
        }
    }

    /// <summary>A helper that is a table, with the value as its key.</summary>
    private void WriteLookup(Helper table, Expr key)
    {
        _limits.Size += NodeSize;
        Put(Use(table), key.Token);
        Hold(1, key.Token);
        EnterLevels(1, key.Token);
        PutHere("[");
        WriteExpr(key, integers: true);
        PutHere("]");
        LeaveLevels(1);
        Release(1);
    }

    /// <summary>
    /// Asks for the type in place, which costs half of a helper's call; the helper is called for what the check singles out, or for all others.
    /// </summary>
    private void WriteChecked(Helper check, string comparison, Helper helper, NameExpr name, bool checkedIsPlain)
    {
        _limits.Size += 3 * NodeSize;
        Put("(", name.Token);
        EnterLevels(1, name.Token);
        WriteHelperCall(check, name, integers: true);
        PutHere(comparison);
        Hold(1, name.Token);
        if (checkedIsPlain)
        {
            WriteName(name);
            PutHere("or");
            WriteHelperCall(helper, name, integers: true);
        }
        else
        {
            WriteHelperCall(helper, name, integers: true);
            PutHere("or");
            WriteName(name);
        }

        Release(1);
        LeaveLevels(1);
        PutHere(")");
    }

    /// <summary>As a list, which Lua compiles with a bounded number of levels and intermediate values.</summary>
    private void WriteLongConcat(int token, List<Expr> operands)
    {
        Put(Use(Helper.Concat), StartOf(operands[0]));
        PutHere("({");
        Hold(CallRegisters + ItemsPerFlush, token);
        EnterLevels(1, token);
        foreach (var operand in operands)
        {
            if (IsOpen(operand))
            {
                WriteParenthesised(operand, integers: true);
            }
            else
            {
                WriteExpr(operand, integers: true);
            }

            PutHere(",");
        }

        LeaveLevels(1);
        Release(CallRegisters + ItemsPerFlush);
        PutHere($"}}, {operands.Count.ToString(CultureInfo.InvariantCulture)})");
    }

    private void WriteInterpolation(InterpExpr interp)
    {
        var parts = new List<(int Piece, Expr? Value)>();
        for (var i = 0; i < interp.Pieces.Count; i++)
        {
            if (TextOf(interp.Pieces[i]).Length > 2)
            {
                parts.Add((interp.Pieces[i], null));
            }

            if (i < interp.Values.Count)
            {
                parts.Add((interp.Values[i].Token, interp.Values[i]));
            }
        }

        if (parts.Count <= 1)
        {
            WriteInterpPart(parts.Count == 0 ? (interp.Token, null) : parts[0], Helper.Text);
            return;
        }

        var many = parts.Count > MaxInfixConcat || _level + parts.Count > MaxLevels - 10;
        var held = many ? CallRegisters + ItemsPerFlush : parts.Count;
        Put(many ? Use(Helper.Concat) + "({" : "(", interp.Token);
        Hold(held, interp.Token);
        for (var i = 0; i < parts.Count; i++)
        {
            var levels = many ? 2 : i + 1;
            EnterLevels(levels, parts[i].Piece);
            WriteInterpPart(parts[i], Helper.Part);
            LeaveLevels(levels);
            if (many || i + 1 < parts.Count)
            {
                PutHere(many ? "," : "..");
            }
        }

        Release(held);
        PutHere(many ? $"}}, {parts.Count.ToString(CultureInfo.InvariantCulture)})" : ")");
    }

    private bool IsPrintedAsItIs(Expr value) => _facts.IsText(value) || _facts.Of(value, integers: true).HasFlag(ValueFacts.Integer);

    private void WriteInterpPart((int Piece, Expr? Value) part, Helper helper)
    {
        if (part.Value is null)
        {
            StringText.AppendQuoted(_out.OpenQuote(LineOf(part.Piece)), TextOf(part.Piece)[1..^1]);
            _out.CloseQuote();
        }
        else if (part.Value is StringExpr or InterpExpr)
        {
            WriteExpr(part.Value);
        }
        else if (helper == Helper.Part && IsPrintedAsItIs(part.Value))
        {
            WriteParenthesised(part.Value, integers: true);
        }
        else if (helper == Helper.Part && _facts.IsLikelyNumber(part.Value))
        {
            WriteLookup(Helper.Parts, part.Value);
        }
        else if (helper == Helper.Part && part.Value is NameExpr { Local: not null } name && IsSteady(name))
        {
            WriteChecked(Helper.Type, "== \"string\" and", helper, name, checkedIsPlain: true);
        }
        else
        {
            WriteHelperCall(helper, part.Value, integers: true);
        }
    }
}
