namespace TemplateFunctions.Runtime.Native;

/// <summary>The type codes of <c>lua_type</c>.</summary>
internal static class LuaType
{
    public const int None = -1;
    public const int Nil = 0;
    public const int Boolean = 1;
    public const int LightUserdata = 2;
    public const int Number = 3;
    public const int String = 4;
    public const int Table = 5;
    public const int Function = 6;
    public const int Userdata = 7;
    public const int Thread = 8;

    public static string NameOf(int type) => type switch
    {
        None or Nil => "nil",
        Boolean => "boolean",
        Number => "number",
        String => "string",
        Table => "table",
        Function => "function",
        Thread => "thread",
        _ => "userdata",
    };
}
