namespace TemplateFunctions.Luau.Lowering;

/// <summary>Counts nesting and intermediate values as Lua's own compiler does.</summary>
internal sealed partial class Lowerer
{
    /// <summary>Below Lua's 200, because the calls that are active while a chunk is loaded count too.</summary>
    private const int MaxLevels = 180;

    /// <summary>Instructions that one node of the tree may need, and a call of a helper on top.</summary>
    private const int NodeSize = 3;

    private int _level;

    private void Enter(int token)
    {
        _limits.Size += NodeSize;
        EnterLevels(1, token);
    }

    private void Leave() => LeaveLevels(1);

    private void EnterLevels(int count, int token)
    {
        _level += count;
        if (_level > MaxLevels)
        {
            Refuse(LuauDiagnosticCodes.Nesting, token, $"this is nested more than {MaxLevels} levels deep; split it up");
        }
    }

    private void LeaveLevels(int count) => _level -= count;

    /// <summary>Intermediate values that stay alive until <see cref="Release"/>.</summary>
    private void Hold(int count, int token)
    {
        _limits.Temporaries += count;
        if (_limits.Locals + _limits.Temporaries > FunctionLimits.MaxRegisters)
        {
            Refuse(
                LuauDiagnosticCodes.FunctionTooLarge,
                token,
                $"this needs more than {FunctionLimits.MaxRegisters} values at once, local variables included; split it up");
        }
    }

    private void Release(int count) => _limits.Temporaries -= count;

    private void CheckLoopSize(int sizeBefore, int token)
    {
        if (_limits.Size - sizeBefore > FunctionLimits.MaxLoopSize)
        {
            Refuse(LuauDiagnosticCodes.FunctionTooLarge, token, "the body of this loop is too long; move parts of it into functions");
        }
    }
}
