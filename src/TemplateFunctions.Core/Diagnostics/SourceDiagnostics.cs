namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF1xxx: the source of a template. TF10xx come from the compiler, TF11xx from the checks of a stored template.</summary>
public static class SourceDiagnostics
{
    public static readonly Diagnostic DoesNotCompile = Source(
        "TF1001",
        "The source does not compile",
        "A word or sign stands where the language expects another one. The message names the file and the line; the frame shows the lines around it.",
        "Correct the line that the message names. Often the mistake is just before it: a missing `end`, bracket or quote.");

    public static readonly Diagnostic Unfinished = Source(
        "TF1002",
        "A string or comment does not end",
        "A string, an interpolated string or a long comment is opened and never closed.",
        "Add the closing quote, backtick or brackets. A quoted string cannot go over the end of its line.");

    public static readonly Diagnostic Number = Source(
        "TF1003",
        "A number is not valid",
        "Something begins like a number and is none, such as `0x` without digits or `12ab`.",
        "Correct the number; names cannot begin with a digit.");

    public static readonly Diagnostic Escape = Source(
        "TF1004",
        "An escape is not valid",
        "A backslash in a string is followed by something that is no escape.",
        "Write `\\\\` for a backslash itself, or use one of the escapes of the language.");

    public static readonly Diagnostic Character = Source(
        "TF1005",
        "A character has no meaning",
        "A character stands outside of strings and comments that belongs to no part of the language.",
        "Remove it. Quotes and dashes copied from a text program are often the cause.");

    public static readonly Diagnostic Nesting = Source(
        "TF1006",
        "The source nests too deeply",
        "Blocks, expressions or calls are nested deeper than Lua can compile.",
        "Split the expression over several variables, or the block over several functions.");

    public static readonly Diagnostic FunctionTooLarge = Source(
        "TF1007",
        "A function is too large",
        "One function has more local variables, captured variables or intermediate values than Lua allows (200 locals).",
        "Split the function, or keep the values in a table.");

    public static readonly Diagnostic OutsideLoop = Source(
        "TF1008",
        "break or continue outside of a loop",
        "`break` and `continue` only have a meaning inside a loop of the same function.",
        "Use `return` to leave a function.");

    public static readonly Diagnostic VarargOutside = Source(
        "TF1009",
        "... in a function without variable arguments",
        "`...` was used in a function whose parameters do not end with `...`.",
        "Add `...` to the function's parameters, or keep the outer ones in a table: `local args = {...}`.");

    public static readonly Diagnostic AssignmentTarget = Source(
        "TF1010",
        "This cannot be assigned to",
        "The left side of an assignment must be a variable or a field.",
        "Assign to a variable or field; compare with `==`.");

    public static readonly Diagnostic SkippedLocal = Source(
        "TF1011",
        "until reads a variable that continue may skip",
        "A `continue` jumps over the declaration of a local variable that the `until` condition reads.",
        "Declare the variable before the first `continue`.");

    public static readonly Diagnostic Attribute = Source(
        "TF1012",
        "An attribute is not valid",
        "An attribute is unknown, repeated, or stands where none is allowed.",
        "Remove the attribute.");

    public static readonly Diagnostic AmbiguousCall = Source(
        "TF1013",
        "A line could go on the one before",
        "A line begins with a bracket, so that it could be a call of the value at the end of the line before.",
        "End the line before with `;`.");

    public static readonly Diagnostic NotLuau = Source(
        "TF1014",
        "Syntax of another language",
        "The source uses syntax that neither Lua 5.4 nor Luau has, such as `!=` or `+=` in the wrong place, or that is not supported yet.",
        "Use the form that the message names.");

    public static readonly Diagnostic Type = Source(
        "TF1015",
        "A type annotation is not valid",
        "A type annotation does not follow the grammar of Luau types.",
        "Correct the annotation or leave it out: types are not checked at run time.");

    public static readonly Diagnostic TooManyErrors = Source(
        "TF1099",
        "Too many errors",
        "The source has more errors than are worth listing.",
        "Correct the first ones and try again.");

    public static readonly Diagnostic TemplateRefused = new(
        "TF1101",
        "The template is not valid",
        "A name, path, size, event or capability of the template breaks a rule. Each entry of `errors` names a field and its rule. Nothing was stored.",
        "Correct every field that `errors` names and send the template again.",
        400);

    public static readonly Diagnostic BinaryChunk = Source(
        "TF1102",
        "Compiled code is refused",
        "A file, or the text given to `load`, starts like precompiled Lua bytecode. Bytecode can corrupt memory, so only source text is run.",
        "Send the source text.");

    public static readonly Diagnostic NoEntryFile = Source(
        "TF1103",
        "The template has no entry file",
        "A template starts with its file `init.luau`, or `init.lua` when that does not exist. It has neither.",
        "Add one of the two files.");

    /// <summary>The HTTP status of source that is refused: nothing was stored.</summary>
    private static Diagnostic Source(string code, string title, string cause, string fix) => new(code, title, cause, fix, 422);
}
