namespace TemplateFunctions.Runtime.Modules;

/// <summary>
/// The arguments of one call from a script, valid only until the host function returns: a ref struct, so that it cannot be
/// captured by anything asynchronous. Positions are 1-based. Every reader throws <see cref="ScriptException"/> (TF4101) naming
/// the argument, what was expected and what came.
/// </summary>
public readonly ref struct HostCall
{
    /// <summary>Number of arguments.</summary>
    public int Count => throw new InvalidOperationException();

    /// <summary>Who calls; may be kept across an await.</summary>
    public RunInfo Run => throw new InvalidOperationException();

    /// <summary>Fires when the run ends or its VM goes.</summary>
    public CancellationToken Cancellation => throw new InvalidOperationException();

    /// <summary>Whether the argument is absent or nil.</summary>
    public bool IsNil(int position) => throw new InvalidOperationException();

    /// <summary>A required string, decoded as UTF-8.</summary>
    public string String(int position, string name, int maxChars = int.MaxValue) => throw new InvalidOperationException();

    /// <summary>A string, or null when nil or absent.</summary>
    public string? OptionalString(int position, string name, int maxChars = int.MaxValue) => throw new InvalidOperationException();

    /// <summary>The bytes of a required string; valid until the function returns.</summary>
    public ReadOnlySpan<byte> Bytes(int position, string name) => throw new InvalidOperationException();

    /// <summary>A required integer in a range (floats with an integral value are taken).</summary>
    public long Integer(int position, string name, long min = long.MinValue, long max = long.MaxValue) => throw new InvalidOperationException();

    /// <summary>A required number.</summary>
    public double Number(int position, string name) => throw new InvalidOperationException();

    /// <summary>A required boolean.</summary>
    public bool Boolean(int position, string name) => throw new InvalidOperationException();

    /// <summary>Any plain value as UTF-8 JSON, by the rules of the JSON contract; the error names the path.</summary>
    public ReadOnlyMemory<byte> Json(int position, string name, int maxBytes) => throw new InvalidOperationException();

    /// <summary>A required array of strings.</summary>
    public string[] Strings(int position, string name, int maxItems) => throw new InvalidOperationException();

    /// <summary>Whether the calling ctx holds the capability, exactly or by <c>*</c>.</summary>
    public bool HasCapability(string capability) => throw new InvalidOperationException();

    /// <summary>Throws TF4201, naming the first, unless the calling ctx holds one of them.</summary>
    public void RequireCapability(params ReadOnlySpan<string> anyOf) => throw new InvalidOperationException();
}
