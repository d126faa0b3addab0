namespace TemplateFunctions.Core.Storage.Embedded.Files;

/// <summary>
/// The few file operations the log needs, on one directory. Apart from the disk there is a simulated one in the tests, which
/// forgets at any step what a power cut may forget.
/// </summary>
/// <remarks>Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
internal interface IStorageFiles : IDisposable
{
    /// <summary>The directory, for messages.</summary>
    string Directory { get; }

    /// <summary>Names of the files in the directory.</summary>
    IReadOnlyList<string> List();

    /// <summary>Creates the file, or empties it. The name is durable after <see cref="SyncDirectory"/>.</summary>
    IStorageFile Create(string name);

    /// <summary>Opens an existing file.</summary>
    IStorageFile Open(string name);

    /// <summary>Renames, replacing a file of the new name, in one step. Durable after <see cref="SyncDirectory"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Removes the file; its open handles stay readable.</summary>
    void Delete(string name);

    /// <summary>Makes creations, renames and removals durable.</summary>
    void SyncDirectory();
}

/// <summary>An open file.</summary>
internal interface IStorageFile : IDisposable
{
    /// <summary>The current length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at the offset; fewer bytes than asked for only at the end of the file.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes at the offset. Durable after <see cref="Flush"/>; a failure may leave any part of them.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts or extends the file.</summary>
    void SetLength(long length);

    /// <summary>Makes everything written durable.</summary>
    void Flush();
}
