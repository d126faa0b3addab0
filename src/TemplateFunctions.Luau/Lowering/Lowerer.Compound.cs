using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Compound assignment: the target is computed once, then read, then the value is computed, then it is written.</summary>
internal sealed partial class Lowerer
{
    /// <summary>Above this many locals the temporaries become parameters of a function of their own.</summary>
    private const int LocalsForTemporaries = FunctionLimits.MaxLocals - 3;

    /// <summary>Declarations left to the author when temporaries stop using them up.</summary>
    private const int Spare = 2_000;

    private void WriteCompound(CompoundStat statement)
    {
        switch (statement.Target)
        {
            case FieldExpr field when !IsSteady(field.Object):
                WriteWithTemporaries(statement, field.Object, null);
                break;
            case IndexExpr index when !IsSteady(index.Object) || !IsSteadyKey(index.Key):
                WriteWithTemporaries(statement, index.Object, index.Key);
                break;
            default:
                WriteUpdate(statement, statement.Target);
                break;
        }
    }

    /// <summary>Computing it twice costs nothing, and gives the same both times.</summary>
    private static bool IsSteady(Expr value) => value is NameExpr name && !(name is { IsUpvalue: true, Local.IsReassigned: true });

    private bool IsSteadyKey(Expr key) => IsSteady(key) || key is NumberExpr || (key is StringExpr && KindOf(key) == TokenKind.String);

    private void WriteUpdate(CompoundStat statement, Expr target)
    {
        WriteExpr(target, free: true);
        Put("=", statement.Operation);
        var integers = target is NameExpr { Local: { } local } && IsCounter(local);
        WriteExpr(new BinaryExpr(statement.Operation, statement.Operator, target, Operand(statement)), integers);
    }

    private static Expr Operand(CompoundStat statement)
    {
        var value = statement.Value;
        var plain = value is not (BinaryExpr or UnaryExpr) || value is BinaryExpr { Operator: TokenKind.Concat } && statement.Operator == TokenKind.Concat;
        return plain ? value : new ParenExpr(value.Token, value);
    }

    private void WriteWithTemporaries(CompoundStat statement, Expr prefix, Expr? key)
    {
        var (prefixName, keyName) = (_prefix + "t", _prefix + "k");
        var outer = _limits;
        var asFunction = !HasRoomForTemporaries();
        if (asFunction)
        {
            Put($";(function({prefixName}, {keyName}{(_limits.IsVararg ? ", ..." : string.Empty)})", statement.Token);
        }
        else
        {
            Put(key is null ? $"do local {prefixName} =" : $"do local {prefixName}, {keyName} =", statement.Token);
            WritePair(prefix, key);
        }

        var locals = outer.Locals;
        if (asFunction)
        {
            _limits = new FunctionLimits(outer) { IsVararg = outer.IsVararg };
        }
        else
        {
            DeclareLocals(TargetRegisters, statement.Token);
        }

        var target = new TemporaryTarget(statement.Target.Token, prefixName, key is null ? null : keyName);
        Enter(statement.Token);
        WriteUpdate(statement, target);
        Leave();
        PutHere("end");
        _limits = outer;
        _limits.Locals = locals;
        if (asFunction)
        {
            PutHere(")(");
            WritePair(prefix, key);
            PutHere(_limits.IsVararg ? key is null ? ", nil, ...)" : ", ...)" : ")");
        }
    }

    private bool HasRoomForTemporaries() =>
        _limits.Locals <= LocalsForTemporaries && _limits.Declarations <= FunctionLimits.MaxDeclarations - Spare;

    private void WritePair(Expr prefix, Expr? key)
    {
        WriteExpr(prefix, free: true);
        if (key is not null)
        {
            PutHere(",");
            WriteExpr(key, integers: true);
        }
    }

    private void WriteTemporary(TemporaryTarget target)
    {
        Put(target.Prefix, target.Token);
        if (target.Key is not null)
        {
            Put($"[{target.Key}]", target.Token);
        }
        else if (_tokens[target.Token].Name == WellKnown.Goto)
        {
            WriteFieldName(target.Token);
        }
        else
        {
            Put(".", target.Token);
            PutJoined(target.Token);
        }
    }
}
