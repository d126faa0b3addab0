namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF1xxx: the source of a template.</summary>
public static class SourceDiagnostics
{
    public static readonly Diagnostic DoesNotCompile = new(
        "TF1001",
        "The source does not compile",
        "A file of the template is not valid Lua or Luau. The message names the file and the line; the frame shows the lines around it.",
        "Correct the line that the message names. Often the mistake is just before it: a missing `end`, bracket or quote.",
        422);

    public static readonly Diagnostic UnsupportedSyntax = new(
        "TF1002",
        "The source uses Luau syntax that is not supported",
        "The file is Luau, but uses a construct that has no translation to Lua 5.4.",
        "Write the marked construct in another way. The limits documentation lists what is supported.",
        422);

    public static readonly Diagnostic TemplateRefused = new(
        "TF1003",
        "The template is not valid",
        "A name, path, size, event or capability of the template breaks a rule. Each entry of `errors` names a field and its rule. Nothing was stored.",
        "Correct every field that `errors` names and send the template again.",
        400);

    public static readonly Diagnostic BinaryChunk = new(
        "TF1004",
        "Compiled code is refused",
        "A file, or the text given to `load`, starts like precompiled Lua bytecode. Bytecode can corrupt memory, so only source text is run.",
        "Send the source text.",
        422);
}
