namespace TemplateFunctions.Hosting.Settings;

/// <summary>
/// The host cannot start for a reason that its operator can mend. Shown as it is, without a stack trace, with exit code 2.
/// </summary>
internal sealed class StartupException : Exception
{
    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
