namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF2xxx: a template while it runs.</summary>
public static class RunDiagnostics
{
    public static readonly Diagnostic LuaError = new(
        "TF2001",
        "The template raised an error",
        "The template called `error`, or did something Lua does not allow, such as indexing nil, and nothing caught it.",
        "Look at the line that the message names and at the traceback. Use `pcall` where a failure is expected.");

    public static readonly Diagnostic ResultHasNoJsonForm = new(
        "TF2002",
        "A value has no JSON form",
        "The template returned, or gave to the host, a value that JSON cannot express: a function, a coroutine, NaN, infinity, a table that refers to itself, a table with both list entries and named fields, or text that is not UTF-8. The message names the path of the value.",
        "Return plain tables, strings, numbers and booleans. Give list entries and named fields a table each.");

    public static readonly Diagnostic ModuleNotFound = new(
        "TF2003",
        "A required module does not exist",
        "`require` was given a path that no file of the template has, or the name of a host module that does not exist. The message names it and the nearest known one.",
        "Correct the name. Paths are relative to the requiring file: `./x`, `../x`. From an `init.luau` in a folder they start beside the folder; what is inside is `@self/x`.");

    public static readonly Diagnostic ModuleFailed = new(
        "TF2004",
        "A required module did not load",
        "A module requires itself, directly or through others, is ambiguous, or raised an error while it was loaded.",
        "Break the circle by moving what both need into a third file; remove one of two files that have the same name; or mend the error in the module.");

    public static readonly Diagnostic ReadOnly = new(
        "TF2005",
        "A read-only value was written",
        "The event, the ctx, the standard library and the host modules cannot be changed by a template.",
        "Copy what you need into a table of your own and change the copy.");

    public static readonly Diagnostic CoroutineMisuse = new(
        "TF2007",
        "A coroutine was used in a way that is not allowed",
        "A coroutine was resumed that waits for the host or was not made by the template, or a cancelled one was resumed.",
        "Resume only coroutines that your template created and that yielded to you; use `task.spawn` for work that waits.");

    public static readonly Diagnostic FinalizerRefused = new(
        "TF2008",
        "A metatable with __gc is refused",
        "Finalizers run outside of every time limit, so metatables may not have a `__gc` field.",
        "Remove the field; use `<close>` variables or an explicit clean-up function.");
}
