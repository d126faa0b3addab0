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
        var invokes = 0;
        var first = expression;
        while (Object(first) is { } inner)
        {
            _chain.Push(first);
            invokes += IsInvoke(first) ? 1 : 0;
            first = inner;
        }

        for (var i = 0; i < invokes; i++)
        {
            Put(Use(Helper.Invoke), first.Token);
            Put("(", first.Token);
        }

        EnterLevels(invokes, first.Token);
        Hold(invokes, first.Token);
        WriteExpr(first, free: true);
        while (_chain.Count > bottom)
        {
            WriteLink(_chain.Pop());
        }

        Release(invokes);
        LeaveLevels(invokes);
    }

    private static Expr? Object(Expr expression) => expression switch
    {
        FieldExpr field => field.Object,
        IndexExpr index => index.Object,
        CallExpr call => call.Function,
        InstantiateExpr instantiate => instantiate.Function,
        _ => null,
    };

    private bool IsInvoke(Expr link) => link is CallExpr { Method: >= 0 } call && _tokens[call.Method].Name == WellKnown.Goto;

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
                Put("]", index.Close);
                break;
            case CallExpr call:
                WriteCall(call);
                break;
        }
    }

    private void PutJoined(int token) => _out.PutJoined(TextOf(token), LineOf(token));

    private void WriteCall(CallExpr call)
    {
        if (IsInvoke(call))
        {
            Put(", \"goto\"", call.Method);
            if (call.Arguments.Count > 0)
            {
                Put(",", call.Token);
            }
        }
        else
        {
            if (call.Method >= 0)
            {
                Put(":", call.Method);
                PutJoined(call.Method);
            }

            Put("(", call.Token);
        }

        Hold(CallRegisters, call.Token);
        WriteValues(call.Arguments, call is { Method: < 0, Function: NameExpr { Local.ClosedBody: { } body } } ? body.Parameters : null);
        Release(CallRegisters);
        Put(")", call.Close);
    }
}
