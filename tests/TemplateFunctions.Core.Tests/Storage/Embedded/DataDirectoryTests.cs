using System.Globalization;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>The directory itself: who may open it, and what stops a start.</summary>
public sealed class DataDirectoryTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("tf-store-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Open_DirectoryInUse_NamesDirectoryAndHolder()
    {
        using (var store = Open())
        {
            var failure = Assert.Throws<StorageException>(Open);
            Assert.Equal(StorageCodes.DirectoryInUse, failure.Code);
            Assert.Contains(directory, failure.Message, StringComparison.Ordinal);
            Assert.Contains($"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}", failure.Message, StringComparison.Ordinal);
            await store.SetAsync("still", [1]);
        }

        using var again = Open();
        Assert.Equal(["still"], (await again.ReadAllAsync()).Keys);
    }

    [Fact]
    public void Open_MissingDirectory_IsCreatedAndFilesOfOthersStay()
    {
        var nested = Path.Combine(directory, "a", "b");
        Directory.CreateDirectory(nested);
        File.WriteAllText(Path.Combine(nested, "notes.txt"), "mine");
        EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = nested }).Dispose();
        Assert.Equal("mine", File.ReadAllText(Path.Combine(nested, "notes.txt")));
    }

    [Fact]
    public void Open_PathIsAFile_IsAClearFailure()
    {
        var file = Path.Combine(directory, "file");
        File.WriteAllText(file, "");
        var failure = Assert.Throws<StorageException>(() => EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = file }));
        Assert.Equal(StorageCodes.DirectoryUnusable, failure.Code);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerFormat_SaysSo()
    {
        Open().Dispose();
        var log = Path.Combine(directory, "000000000001.log");
        var bytes = File.ReadAllBytes(log);
        TemplateFunctions.Core.Storage.Embedded.Log.LogFormat.TryReadHeader(bytes, out var header);
        bytes[7] = 99;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(32), TemplateFunctions.Core.Storage.Embedded.Log.Crc32C.Compute(bytes.AsSpan(0, 32)));
        File.WriteAllBytes(log, bytes);
        Assert.Equal(1, header.Number);
        Assert.Equal(StorageCodes.UnknownFormat, Assert.Throws<StorageException>(Open).Code);
    }

    [Fact]
    public async Task Compaction_OnDisk_BoundsTheDirectory()
    {
        var options = new EmbeddedStoreOptions { Directory = directory, SegmentBytes = 64 * 1024, CompactAfterBytes = 256 * 1024 };
        using (var store = EmbeddedStore.Open(options))
        {
            for (var round = 0; round < 100; round++)
            {
                await Task.WhenAll(Enumerable.Range(0, 10).Select(i => store.SetAsync($"k{i}", new byte[4000])));
            }

            await store.CompactAsync();
            Assert.Equal(10, (await store.ReadAllAsync()).Count);
        }

        Assert.True(new DirectoryInfo(directory).EnumerateFiles().Sum(file => file.Length) < 200_000);
        using var again = EmbeddedStore.Open(options);
        Assert.Equal(10, (await again.ReadAllAsync()).Count);
    }

    [Theory]
    [InlineData("Directory")]
    [InlineData("SegmentBytes")]
    [InlineData("CompactAfterBytes")]
    [InlineData("InlineBytes")]
    [InlineData("RetryAfterFailure")]
    public void Options_OutsideTheRange_NameTheOption(string name)
    {
        var options = new EmbeddedStoreOptions { Directory = directory };
        options = name switch
        {
            "Directory" => options with { Directory = " " },
            "SegmentBytes" => options with { SegmentBytes = 1 },
            "CompactAfterBytes" => options with { CompactAfterBytes = 0 },
            "InlineBytes" => options with { InlineBytes = -1 },
            _ => options with { RetryAfterFailure = TimeSpan.FromHours(1) },
        };
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => EmbeddedStore.Open(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Crc32C_CheckValue_IsTheStandardOne() =>
        Assert.Equal(0xE3069283u, TemplateFunctions.Core.Storage.Embedded.Log.Crc32C.Compute("123456789"u8));

    private EmbeddedStore Open() => EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = directory });
}
