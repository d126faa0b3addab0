namespace TemplateFunctions.Runtime.Modules;

/// <summary>
/// A refusal that belongs to the script: thrown by a host function, it becomes an ordinary, catchable Lua error.
/// Everything else that a host function throws is a host bug and reaches the script only as "internal error" with a code.
/// </summary>
public sealed class ScriptException(string code, string message) : Exception(message)
{
    /// <summary>A <c>TFnnnn</c> code with a page in the diagnostics documentation.</summary>
    public string Code { get; } = code;
}
