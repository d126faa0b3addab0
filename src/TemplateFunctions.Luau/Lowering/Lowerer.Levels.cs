namespace TemplateFunctions.Luau.Lowering;

/// <summary>Counts nesting as Lua's own compiler does, which refuses more than 200 levels of statements and expressions.</summary>
internal sealed partial class Lowerer
{
    /// <summary>Below Lua's 200, because the calls that are active while a chunk is loaded count too.</summary>
    private const int MaxLevels = 180;

    private int _level;

    private void Enter(int token) => EnterLevels(1, token);

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
}
