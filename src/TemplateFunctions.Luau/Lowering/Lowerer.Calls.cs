using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Chains of fields, indexes and calls.</summary>
internal sealed partial class Lowerer
{
    /// <summary>The function, and the object of a method or the two extra arguments of a helper.</summary>
    private const int CallRegisters = 3;

    /// <summary>Links that wait until what they apply to is written; chains in arguments lie on top.</summary>
    private readonly Stack<Expr> _chain = new();

    private void WritePostfix(Expr expression)
    {
        var bottom = _chain.Count;
        var first = expression;
        while (Object(first) is { } inner)
        {
            _chain.Push(first);
            first = inner;
        }

        var wrapped = WriteHelpers(expression, first.Token);
        EnterLevels(wrapped, first.Token);
        Hold(wrapped, first.Token);
        WriteExpr(first, free: true);
        NoteUse(expression, first);
        while (_chain.Count > bottom)
        {
            WriteLink(_chain.Pop());
        }

        Release(wrapped);
        LeaveLevels(wrapped);
    }

    /// <summary>The beginnings of the helper calls in a chain, the last link's first; how many there are.</summary>
    private int WriteHelpers(Expr last, int token)
    {
        var count = 0;
        for (var link = last; Object(link) is { } inner; link = inner)
        {
            if (HelperOf(link) is { } helper)
            {
                Put(Use(helper), token);
                Put("(", token);
                count++;
            }
            else if (IsMethodOnALaterLine(link))
            {
                Put("(", token);
                count++;
            }
        }

        return count;
    }

    /// <summary>Lua reads a field when it has seen what follows; in parentheses, when they end.</summary>
    private bool IsMethodOnALaterLine(Expr link) =>
        link is CallExpr { Method: >= 0 } call && HelperOf(call) is null && IsReadLate(call.Function, call.Method);

    /// <summary>Whether it is a field whose error would be at the line of the token behind it.</summary>
    private bool IsReadLate(Expr value, int next) => value switch
    {
        FieldExpr field => LineOf(field.Token) < LineOf(next),
        IndexExpr index => LineOf(index.Close) < LineOf(next),
        CastExpr cast => IsReadLate(cast.Value, next),
        _ => false,
    };

    private static Expr? Object(Expr expression) => expression switch
    {
        FieldExpr field => field.Object,
        IndexExpr index => index.Object,
        CallExpr call => call.Function,
        InstantiateExpr instantiate => instantiate.Function,
        _ => null,
    };

    /// <summary>The helper that makes a method call in the author's place.</summary>
    private Helper? HelperOf(Expr link)
    {
        if (link is not CallExpr { Method: >= 0 } call)
        {
            return null;
        }

        if (_tokens[call.Method].Name == WellKnown.Goto)
        {
            return Helper.Invoke;
        }

        var name = TextOf(call.Method);
        if (name is not ("sub" or "byte") || TakesAsTheyAre(call))
        {
            return null;
        }

        return IsOpen(call.Arguments[^1]) ? name is "sub" ? Helper.SubOpen : Helper.ByteOpen : name is "sub" ? Helper.Sub : Helper.Byte;
    }

    /// <summary>Whether the method of strings needs no help with the positions: they are integers for certain, or no positions.</summary>
    private bool TakesAsTheyAre(CallExpr call)
    {
        if (call.Arguments.Count is 0 or > 2)
        {
            return true;
        }

        foreach (var argument in call.Arguments)
        {
            if (!LibraryCall.GivesIntegers(argument, _chunk.Source, _tokens) && !_facts.Of(argument, integers: true).HasFlag(ValueFacts.Integer) && !_facts.IsWhole(argument is UnaryExpr { Operand: NameExpr } negative ? negative.Operand : argument, exact: true))
            {
                return false;
            }
        }

        return true;
    }

    private void WriteLink(Expr link)
    {
        switch (link)
        {
            case FieldExpr field when _tokens[field.Token].Name == WellKnown.Goto:
                WriteFieldName(field.Token);
                break;
            case FieldExpr field:
                Put(".", field.Token);
                PutJoined(field.Token);
                break;
            case IndexExpr index:
                Put("[", index.Token);
                Hold(1, index.Token);
                WriteExpr(index.Key, integers: true);
                Release(1);
                PutHere("]");
                break;
            case CallExpr call:
                WriteCall(call);
                break;
        }
    }

    private void PutJoined(int token) => _out.PutJoined(TextOf(token), LineOf(token));

    private void WriteCall(CallExpr call)
    {
        var helper = HelperOf(call);
        if (helper is not null)
        {
            if (helper == Helper.Invoke)
            {
                Put(", \"goto\"", call.Method);
            }

            if (call.Arguments.Count > 0)
            {
                Put(",", call.Token);
            }
        }
        else
        {
            if (call.Method >= 0)
            {
                if (IsMethodOnALaterLine(call))
                {
                    PutHere(")");
                }

                Put(":", call.Method);
                PutJoined(call.Method);
            }

            Put("(", call.Token);
        }

        Hold(CallRegisters, call.Token);
        if (helper is Helper.Sub or Helper.Byte or Helper.SubOpen or Helper.ByteOpen || (helper is null && call.Method >= 0 && TextOf(call.Method) is "sub" or "byte"))
        {
            WriteValues(call.Arguments, integers: true);
        }
        else
        {
            WriteValues(call.Arguments, call is { Method: < 0, Function: NameExpr { Local.ClosedBody: { } body } } ? body.Parameters : null);
        }

        Release(CallRegisters);
        PutHere(")");
    }
}
