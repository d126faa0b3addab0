using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>The return statement.</summary>
internal sealed partial class Lowerer
{
    private void WriteReturn(ReturnStat statement)
    {
        if (statement.Values is [IfExpr choice] && NeedsStatement(choice))
        {
            WriteChoice(choice, null);
            return;
        }

        if (statement.Values is [CallExpr only] && LibraryCall.GivesOne(only, _chunk.Source, _tokens))
        {
            Put("return", statement.Token);
            WriteParenthesised(only, integers: false);
            return;
        }

        if (statement.Values is [CallExpr call] && !CallsOwnFunction(call) && CanDeclareOneMore())
        {
            WriteReturnOfCall(statement);
            return;
        }

        Put("return", statement.Token);
        WriteValues(statement.Values);
    }

    private bool CanDeclareOneMore() => _limits.Locals < FunctionLimits.MaxLocals && _limits.Declarations < FunctionLimits.MaxDeclarations;

    /// <summary>
    /// Luau has no tail calls. In Lua one would leave a function of the host no caller whose line its error could name, and require
    /// none whose file it could start from. A variable to be closed keeps the frame, or, where there is one result, parentheses do.
    /// </summary>
    private void WriteReturnOfCall(ReturnStat statement)
    {
        var locals = _limits.Locals;
        Put("do local", statement.Token);
        Put(_prefix + "frame <close> = nil return", statement.Token);
        DeclareLocals(1, statement.Token);
        EnterLevels(1, statement.Token);
        WriteValues(statement.Values);
        LeaveLevels(1);
        PutHere("end");
        _limits.Locals = locals;
    }

    /// <summary>Whether the function is one of this file, which names lines of its own: a <c>local function</c>, or a method of <c>self</c>.</summary>
    private bool CallsOwnFunction(CallExpr call) => call.Function is NameExpr { Local: { } local } name
        && (call.Method >= 0 ? TextOf(name.Token) is "self" : local is { Body: not null, IsReassigned: false });
}
