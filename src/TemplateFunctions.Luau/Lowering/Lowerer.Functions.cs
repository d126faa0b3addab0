using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Functions.</summary>
internal sealed partial class Lowerer
{
    private void WriteFunctionStatement(FunctionStat statement)
    {
        if (HasPlainPath(statement.Target))
        {
            Put("function", statement.Token);
            WritePath(statement.Target, statement.Self);
            WriteFunctionTail(statement.Body, statement.Self ? Receiver.Implicit : Receiver.None);
            return;
        }

        WriteExpr(statement.Target, free: true);
        Put("=", statement.Target.Token);
        Put("function", statement.Target.Token);
        WriteFunctionTail(statement.Body, statement.Self ? Receiver.Written : Receiver.None);
    }

    /// <summary>Whether Lua 5.4 can have the name after <c>function</c> as it is.</summary>
    private bool HasPlainPath(Expr target)
    {
        while (target is FieldExpr field)
        {
            if (_tokens[field.Token].Name == WellKnown.Goto)
            {
                return false;
            }

            target = field.Object;
        }

        return target is NameExpr name && name.Name is not (WellKnown.Goto or WellKnown.Environment);
    }

    private void WritePath(Expr target, bool self)
    {
        var path = new Stack<FieldExpr>();
        while (target is FieldExpr field)
        {
            path.Push(field);
            target = field.Object;
        }

        _out.Put(TextOf(target.Token), LineOf(target.Token));
        while (path.TryPop(out var field))
        {
            Put(self && path.Count == 0 ? ":" : ".", field.Token);
            PutJoined(field.Token);
        }
    }

    private void WriteFunctionTail(FunctionBody body, Receiver receiver = Receiver.None)
    {
        _out.Put("(", _out.Line);
        var first = true;
        if (receiver == Receiver.Written)
        {
            _out.Put("self", _out.Line);
            first = false;
        }

        foreach (var parameter in body.Parameters)
        {
            PutComma(first ? 0 : 1, parameter.Local.Token);
            PutLocal(parameter.Local, parameter.Local.Token);
            first = false;
        }

        if (body.Vararg >= 0)
        {
            PutComma(first ? 0 : 1, body.Vararg);
            Put("...", body.Vararg);
        }

        _out.Put(")", _out.Line);
        if (body.Scope.Upvalues.Count > FunctionLimits.MaxUpvalues)
        {
            Refuse(LuauDiagnosticCodes.FunctionTooLarge, body.End, $"this function uses more than {FunctionLimits.MaxUpvalues} variables of the functions around it");
        }

        _limits = new FunctionLimits(_limits) { IsVararg = body.Vararg >= 0 };
        DeclareLocals(body.Parameters.Count + (receiver == Receiver.None ? 0 : 1), body.End);
        WriteBlock(body.Block);
        _limits = _limits.Outer!;
        Put("end", body.End);
    }
}
