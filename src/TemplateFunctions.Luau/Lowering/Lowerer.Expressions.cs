using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Parsing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Expressions. Chains of calls, fields and operators are followed in loops; only real nesting recurses.</summary>
internal sealed partial class Lowerer
{
    /// <summary>The parentheses around an if-expression, and those of a helper.</summary>
    private const int ChoiceLevels = 2;

    /// <summary>The table and a key.</summary>
    private const int TableRegisters = 2;

    /// <summary>So many list items wait in registers before Lua puts them into the table.</summary>
    private const int ItemsPerFlush = 50;

    /// <param name="expression">What to write.</param>
    /// <param name="integers">Number literals that become the value, or part of its sum, are written as integers, and the value may be an integer.</param>
    /// <param name="free">An operand: the value may be an integer, but literals are floats.</param>
    private void WriteExpr(Expr expression, bool integers = false, bool free = false)
    {
        Enter(expression.Token);
        if (!integers && !free && _facts.IsWhole(expression))
        {
            WriteAsFloat(expression);
            Leave();
            return;
        }

        switch (expression)
        {
            case WordExpr:
                _out.Put(TextOf(expression.Token), LineOf(expression.Token));
                break;
            case NumberExpr number:
                Put(NumberWriter.Write(TextOf(number.Token), number.Value, integers), number.Token);
                break;
            case StringExpr:
                WriteString(expression.Token);
                break;
            case InterpExpr interp:
                WriteInterpolation(interp);
                break;
            case NameExpr name:
                WriteName(name);
                break;
            case FieldExpr or IndexExpr or CallExpr or InstantiateExpr:
                WritePostfix(expression);
                break;
            case FunctionExpr function:
                Put("function", function.Token);
                WriteFunctionTail(function.Body);
                break;
            case TableExpr table:
                WriteTable(table);
                break;
            case UnaryExpr unary:
                WriteUnary(unary, integers);
                break;
            case BinaryExpr binary:
                WriteBinary(binary, integers, free);
                break;
            case IfExpr choice:
                EnterLevels(ChoiceLevels, choice.Token);
                WriteIfExpr(choice, integers);
                LeaveLevels(ChoiceLevels);
                break;
            case CastExpr cast:
                WriteCast(cast, integers, free);
                break;
            case TemporaryTarget temporary:
                WriteTemporary(temporary);
                break;
            case ParenExpr paren:
                Put("(", paren.Token);
                WriteExpr(paren.Inner, integers, free);
                PutHere(")");
                break;
        }

        Leave();
    }

    /// <summary>A counter or a length on its way out, where it could be multiplied until it overflows.</summary>
    private void WriteAsFloat(Expr expression)
    {
        Put("(", StartOf(expression));
        EnterLevels(1, expression.Token);
        WriteExpr(expression, integers: true);
        LeaveLevels(1);
        PutHere("+ 0.0)");
    }

    private void WriteName(NameExpr name)
    {
        if (name.Local is { } local)
        {
            PutLocal(local, name.Token);
        }
        else if (name.Name is WellKnown.Goto or WellKnown.Environment)
        {
            Put($"_ENV[\"{_chunk.Names[name.Name]}\"]", name.Token);
        }
        else
        {
            _out.Put(TextOf(name.Token), LineOf(name.Token));
        }
    }

    private void WriteUnary(UnaryExpr unary, bool integers)
    {
        _out.Put(TextOf(unary.Token), LineOf(unary.Token));
        if (KindOf(unary) == TokenKind.Minus && _facts.IsWhole(unary.Operand))
        {
            // What is zero becomes minus zero, which only floats have.
            WriteAsFloat(unary.Operand);
            return;
        }

        var negativeZero = unary.Operand is NumberExpr { Value: 0 };
        WriteExpr(unary.Operand, integers && !negativeZero, free: true);
    }

    /// <summary>A cast is a single value, even of a call.</summary>
    private void WriteCast(CastExpr cast, bool integers, bool free)
    {
        if (IsOpen(cast.Value))
        {
            WriteParenthesised(cast.Value, integers);
        }
        else
        {
            WriteExpr(cast.Value, integers, free);
        }
    }

    private bool IsOpen(Expr value) => value switch
    {
        CallExpr => true,
        WordExpr => KindOf(value) == TokenKind.Ellipsis,
        _ => false,
    };

    private void WriteParenthesised(Expr value, bool integers, bool free = false)
    {
        Put("(", StartOf(value));
        EnterLevels(1, value.Token);
        WriteExpr(value, integers, free);
        LeaveLevels(1);
        _out.Put(")", _out.Line);
    }

    /// <summary>The first token of an expression, where it is not the one that names its place.</summary>
    private int StartOf(Expr expression)
    {
        while (LeftOf(expression) is { } left)
        {
            expression = left;
            _scanned++;
        }

        return expression.Token;
    }

    private static Expr? LeftOf(Expr expression) => expression switch
    {
        BinaryExpr binary => binary.Left,
        CastExpr cast => cast.Value,
        _ => Object(expression),
    };

    private void WriteTable(TableExpr table)
    {
        Put("{", table.Token);
        var pending = 0;
        for (var i = 0; i < table.Items.Count; i++)
        {
            var item = table.Items[i];
            Hold(TableRegisters, table.Token);
            if (item.Name >= 0)
            {
                WriteFieldName(item.Name);
                Put("=", item.Name);
            }
            else if (item.Key is { } key)
            {
                Put("[", StartOf(key));
                WriteExpr(key, integers: true);
                _out.Put("] =", _out.Line);
            }

            WriteExpr(item.Value);
            _out.Put(",", _out.Line);
            Release(TableRegisters);
            if (item.Name < 0 && item.Key is null)
            {
                Hold(1, table.Token);
                pending++;
            }

            if (pending == ItemsPerFlush)
            {
                Release(pending);
                pending = 0;
            }
        }

        Release(pending);

        PutHere("}");
    }

    private void WriteFieldName(int token)
    {
        if (_tokens[token].Name == WellKnown.Goto)
        {
            Put("[\"goto\"]", token);
        }
        else
        {
            _out.Put(TextOf(token), LineOf(token));
        }
    }

    private void WriteString(int token)
    {
        var text = TextOf(token);
        if (_tokens[token].Kind == TokenKind.LongString)
        {
            WriteLongString(token, text);
        }
        else if (text.Contains('\\'))
        {
            StringText.AppendQuoted(_out.OpenQuote(LineOf(token)), text[1..^1]);
            _out.CloseQuote();
        }
        else
        {
            _out.Put(text, LineOf(token));
        }
    }

    /// <summary>As it is where its lines fall on the author's lines; on one line otherwise.</summary>
    private void WriteLongString(int token, ReadOnlySpan<char> text)
    {
        if (_out.Line <= LineOf(token) && !text.Contains('\r'))
        {
            _out.PutLines(text, LineOf(token));
            return;
        }

        var bracket = text.Slice(1).IndexOf('[') + 2;
        StringText.AppendLong(_out.OpenQuote(LineOf(token)), text[bracket..^bracket]);
        _out.CloseQuote();
    }
}
