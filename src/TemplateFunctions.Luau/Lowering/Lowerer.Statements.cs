using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Blocks and plain statements.</summary>
internal sealed partial class Lowerer
{
    /// <summary>The object and the key of an assigned field.</summary>
    private const int TargetRegisters = 2;

    private FunctionLimits _limits;

    private void WriteBlock(Block block)
    {
        var locals = _limits.Locals;
        WriteStatements(block, 0, block.Statements.Count);
        _limits.Locals = locals;
    }

    private void WriteStatements(Block block, int from, int to)
    {
        var known = _true.Count;
        for (var i = from; i < to; i++)
        {
            var end = i + 1 < block.Statements.Count ? block.Statements[i + 1].Token : block.End;
            Enter(block.Statements[i].Token);
            WriteAndLearn(block.Statements[i], end);
            Leave();
        }

        Unlearn(known);
    }

    private void DeclareLocals(int count, int token)
    {
        _limits.Locals += count;
        _limits.Declarations += count;
        if (_limits.Locals > FunctionLimits.MaxLocals || _limits.Declarations > FunctionLimits.MaxDeclarations)
        {
            Refuse(
                LuauDiagnosticCodes.FunctionTooLarge,
                token,
                $"this function has more than {FunctionLimits.MaxLocals} local variables here (a loop needs 3 or 4 besides its own); use a table or split it up");
        }
    }

    private void WriteStatement(Stat statement, int end)
    {
        switch (statement)
        {
            case LocalStat local:
                WriteLocal(local, end);
                break;
            case AssignStat assign:
                WriteAssign(assign);
                break;
            case CompoundStat compound:
                WriteCompound(compound);
                break;
            case CallStat call:
                SeparateParen(call.Call);
                WriteExpr(call.Call);
                break;
            case DoStat body:
                Put("do", body.Token);
                WriteBlock(body.Body);
                Put("end", body.Body.End);
                break;
            case IfStat condition:
                WriteIf(condition);
                break;
            case WhileStat loop:
                WriteWhile(loop);
                break;
            case RepeatStat loop:
                WriteRepeat(loop);
                break;
            case NumericForStat loop:
                WriteNumericFor(loop);
                break;
            case GenericForStat loop:
                WriteGenericFor(loop);
                break;
            case FunctionStat function:
                WriteFunctionStatement(function);
                break;
            case LocalFunctionStat function:
                Put("local function", function.Token);
                DeclareLocals(1, function.Token);
                PutLocal(function.Local, function.Local.Token);
                WriteFunctionTail(function.Body);
                break;
            case ReturnStat result:
                WriteReturn(result);
                break;
            case BreakStat:
                Put("break", statement.Token);
                break;
            case ContinueStat:
                Put("goto", statement.Token);
                Put(ContinueLabel, statement.Token);
                break;
        }
    }

    /// <summary>Lua would take a line that begins with a parenthesis for arguments of the line before.</summary>
    private void SeparateParen(Expr first)
    {
        var expression = first;
        while (true)
        {
            switch (expression)
            {
                case FieldExpr field:
                    expression = field.Object;
                    break;
                case IndexExpr index:
                    expression = index.Object;
                    break;
                case CallExpr call when IsMethodOnALaterLine(call):
                    Put(";", StartOf(call));
                    return;
                case CallExpr call:
                    expression = call.Function;
                    break;
                case InstantiateExpr instantiate:
                    expression = instantiate.Function;
                    break;
                case ParenExpr:
                    Put(";", expression.Token);
                    return;
                default:
                    return;
            }
        }
    }

    private void WriteLocal(LocalStat statement, int end)
    {
        Put("local", statement.Token);
        for (var i = 0; i < statement.Bindings.Count; i++)
        {
            PutComma(i, statement.Bindings[i].Local.Token);
            PutLocal(statement.Bindings[i].Local, statement.Bindings[i].Local.Token);
        }

        if (statement is { Bindings: [var only], Values: [IfExpr choice] } && NeedsStatement(choice) && !Mentions(choice.Token, end, only.Local.Name))
        {
            DeclareLocals(1, statement.Token);
            WriteChoice(choice, only.Local);
            return;
        }

        if (statement.Values.Count > 0)
        {
            PutHere("=");
            WriteValues(statement.Values, statement.Bindings);
        }

        DeclareLocals(statement.Bindings.Count, statement.Token);
    }

    private static bool IsCounter(Local local) => local.Facts.HasFlag(ValueFacts.Counter);

    private void PutComma(int index, int token)
    {
        if (index > 0)
        {
            Put(",", token);
        }
    }

    /// <param name="values">A list of expressions.</param>
    /// <param name="targets">What they become the values of, where that is known.</param>
    /// <param name="integers">They may be integers whatever they become.</param>
    private void WriteValues(List<Expr> values, List<Binding>? targets = null, bool integers = false)
    {
        for (var i = 0; i < values.Count; i++)
        {
            WriteListed(i, values[i], integers || (targets is not null && i < targets.Count && IsCounter(targets[i].Local)));
        }

        Release(values.Count);
    }

    private void WriteAssigned(AssignStat statement)
    {
        for (var i = 0; i < statement.Values.Count; i++)
        {
            WriteListed(i, statement.Values[i], i < statement.Targets.Count && statement.Targets[i] is NameExpr { Local: { } local } && IsCounter(local));
        }

        Release(statement.Values.Count);
    }

    private void WriteListed(int index, Expr value, bool integers)
    {
        if (index > 0)
        {
            PutHere(",");
        }

        WriteExpr(value, integers);
        Hold(1, value.Token);
    }

    private void WriteAssign(AssignStat statement)
    {
        if (statement is { Targets: [NameExpr { Local: { } local }], Values: [IfExpr choice] } && NeedsStatement(choice))
        {
            WriteChoice(choice, local);
            return;
        }

        if (WriteStoreAtItsLine(statement))
        {
            return;
        }

        SeparateParen(statement.Targets[0]);
        for (var i = 0; i < statement.Targets.Count; i++)
        {
            PutComma(i, StartOf(statement.Targets[i]));
            EnterLevels(i, statement.Token);
            WriteExpr(statement.Targets[i], free: true);
            LeaveLevels(i);
            Hold(TargetRegisters, statement.Targets[i].Token);
        }

        Put("=", statement.Targets[^1].Token);
        WriteAssigned(statement);
        Release(TargetRegisters * statement.Targets.Count);
    }

    private void WriteIf(IfStat statement)
    {
        for (var i = 0; i < statement.Branches.Count; i++)
        {
            var branch = statement.Branches[i];
            Put(i == 0 ? "if" : "elseif", branch.Token);
            _maybe += i;
            WriteExpr(branch.Condition);
            _maybe -= i;
            PutHere("then");
            var known = _true.Count;
            LearnFrom(branch.Condition, holds: true);
            WriteBlock(branch.Body);
            Unlearn(known);
        }

        if (statement.Otherwise is { } otherwise)
        {
            Put("else", statement.ElseToken);
            WriteBlock(otherwise);
        }

        Put("end", statement.End);
    }
}
