using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>
/// Fields that get a value of several lines. Lua would store it at the line where the value ends, and an error there, because the table is nil
/// or frozen, would name that line.
/// </summary>
internal sealed partial class Lowerer
{
    /// <summary>Writes the assignment so that the store is at the line of the field, or nothing where it needs no such care.</summary>
    private bool WriteStoreAtItsLine(AssignStat statement)
    {
        if (statement is not { Targets: [FieldExpr or IndexExpr], Values: [var value] } || LastLine(value, statement.Targets[0]) <= LineOf(statement.Targets[0].Token))
        {
            return false;
        }

        var target = statement.Targets[0];
        if (value is FunctionExpr function && HasPlainPath(target))
        {
            Put("function", StartOf(target));
            WritePath(target, self: false);
            WriteFunctionTail(function.Body);
            return true;
        }

        if (!HasRoomForTemporaries())
        {
            return false;
        }

        WriteStoreFirst(target, value);
        return true;
    }

    /// <summary>The store comes first in the text; the value jumps back to it.</summary>
    private void WriteStoreFirst(Expr target, Expr value)
    {
        var (locals, name, store, compute, done) = (_limits.Locals, _prefix + "v", _prefix + "store", _prefix + "compute", _prefix + "done");
        _limits.Size += 3 * NodeSize;
        Put("do local", StartOf(target));
        PutHere(name);
        if (!IsSteadyTarget(target))
        {
            var (prefix, key) = target is IndexExpr index ? (index.Object, index.Key) : (((FieldExpr)target).Object, null);
            var temporary = new TemporaryTarget(target.Token, _prefix + "t", key is null ? null : _prefix + "k");
            PutHere(key is null ? $"local {temporary.Prefix} =" : $"local {temporary.Prefix}, {temporary.Key} =");
            WritePair(prefix, key);
            target = temporary;
        }

        DeclareLocals(TargetRegisters + 1, target.Token);
        PutHere($"goto {compute} ::{store}::");
        EnterLevels(1, target.Token);
        WriteExpr(target, free: true);
        PutHere($"= {name} goto {done} ::{compute}:: {name} =");
        WriteExpr(value);
        LeaveLevels(1);
        PutHere($"goto {store} ::{done}:: end");
        _limits.Locals = locals;
    }

    private bool IsSteadyTarget(Expr target) => target is IndexExpr index ? IsSteady(index.Object) && IsSteadyKey(index.Key) : IsSteady(((FieldExpr)target).Object);

    /// <summary>
    /// The line where a value ends that costs more than the jumps; 0 for others, and for what a call gives to a field of <c>self</c> or of
    /// another variable that is not nil for certain.
    /// </summary>
    private int LastLine(Expr value, Expr target)
    {
        while (true)
        {
            switch (value)
            {
                case TableExpr table:
                    return LineOf(table.Close);
                case CallExpr call:
                    return IsFieldOfKnown(target) ? 0 : LineOf(call.Close);
                case FunctionExpr function:
                    return LineOf(function.Body.End);
                case StringExpr text:
                    return LineOf(text.Token) + TextOf(text.Token).Count('\n');
                case InterpExpr interp:
                    return LineOf(interp.Pieces[^1]);
                case IfExpr choice:
                    value = choice.Otherwise;
                    break;
                case BinaryExpr { Operator: TokenKind.And or TokenKind.Or or TokenKind.Concat } binary:
                    value = binary.Right;
                    break;
                case CastExpr cast:
                    value = cast.Value;
                    break;
                case ParenExpr paren:
                    value = paren.Inner;
                    break;
                default:
                    return 0;
            }
        }
    }

    private bool IsFieldOfKnown(Expr target) =>
        (target is IndexExpr index ? index.Object : ((FieldExpr)target).Object) is NameExpr { Local: { } local } name && (local.IsTrue || TextOf(name.Token) is "self");
}
