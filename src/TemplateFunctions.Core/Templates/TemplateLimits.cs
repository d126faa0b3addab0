namespace TemplateFunctions.Core.Templates;

/// <summary>Bounds of one template.</summary>
public static class TemplateLimits
{
    /// <summary>Files of a template.</summary>
    public const int Files = 512;

    /// <summary>Bytes of UTF-8 of one file.</summary>
    public const int FileBytes = 256 << 10;

    /// <summary>Bytes of UTF-8 of all files.</summary>
    public const int TotalBytes = 1 << 20;

    /// <summary>Characters of a path.</summary>
    public const int PathLength = 255;

    /// <summary>Subscriptions of a template.</summary>
    public const int Events = 256;
}
