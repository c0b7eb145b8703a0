using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class CorruptLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeltaTable _table;

    public CorruptLogTests()
    {
        _table = new DeltaTable(_folder.At("t"));
        DeltaSnapshot? snapshot = null;
        for (var version = 0; version < 4; version++)
        {
            snapshot = _table.Commit(snapshot, EventTable.Transaction(version, EventTable.Fake(_table.Directory, $"{version}.parquet")));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\"add\":{\"path\":\"x\"")]
    [InlineData("{\"add\":{\"path\":\"x\"}}")]
    [InlineData("{\"add\":{\"path\":1,\"size\":1,\"modificationTime\":1,\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":1}\"}}")]
    [InlineData("{\"add\":{\"path\":\"x\",\"size\":1,\"modificationTime\":1,\"dataChange\":true,\"stats\":\"{numRecords\"}}")]
    [InlineData("{\"add\":{\"path\":\"x\",\"size\":1e99,\"modificationTime\":1,\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":1}\"}}")]
    [InlineData("{\"metaData\":{\"id\":\"x\",\"schemaString\":\"{}\"}}")]
    [InlineData("{\"txn\":[]}")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7}}")]
    public void CorruptVersion_IsNamed(string content)
    {
        var file = Commit(2);
        File.WriteAllText(file, content);

        Should.Throw<InvalidDataException>(() => _table.Load()).Message.ShouldContain(file);
        Should.Throw<InvalidDataException>(() => _table.ReadCommit(2)).Message.ShouldContain(file);
    }

    [Fact]
    public void EmptyVersion_IsNamed()
    {
        File.WriteAllText(Commit(2), "");
        Should.Throw<InvalidDataException>(() => _table.Load()).Message.ShouldContain(Commit(2));
    }

    [Fact]
    public void TruncatedVersion_AtAnyByte_IsNamed()
    {
        var whole = File.ReadAllBytes(Commit(2));

        // Only the last line's end may be missing: every action is there without it.
        for (var length = 0; length < whole.Length - 1; length++)
        {
            File.WriteAllBytes(Commit(2), whole[..length]);
            Should.Throw<InvalidDataException>(() => _table.ReadCommit(2), $"{length} of {whole.Length} bytes").Message.ShouldContain(Commit(2));
        }
    }

    /// <summary>A digit of an offset that changes is still JSON: only the checksum tells.</summary>
    [Fact]
    public void AnyFlippedBit_IsNamed()
    {
        var whole = File.ReadAllBytes(Commit(2));
        for (var bit = 0; bit < whole.Length * 8; bit += 7)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Commit(2), flipped);
            Should.Throw<InvalidDataException>(() => _table.ReadCommit(2), $"bit {bit}").Message.ShouldContain(Commit(2));
        }
    }

    [Fact]
    public void AnotherProgramsVersion_WithoutChecksum_IsRead()
    {
        var text = File.ReadAllText(Commit(2));
        File.WriteAllText(Commit(2), System.Text.RegularExpressions.Regex.Replace(text, "\"xxh3\":\"[0-9a-f]{16}\",", ""));

        _table.ReadCommit(2)!.Added.Count.ShouldBe(1);
        _table.Load()!.Version.ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void MissingVersion_IsNamed(int version)
    {
        File.Delete(Commit(version));
        Should.Throw<InvalidDataException>(() => _table.Load()).Message.ShouldContain(Commit(version));
    }

    [Fact]
    public void LeftoversOfAKilledWriter_AreNoPartOfTheTable()
    {
        // Killed after writing the temporary file, before link(2); and a data file that no version names.
        File.WriteAllText(_folder.At("t", "_delta_log", ".commit.0123456789abcdef.tmp"), "{\"add\":{");
        EventTable.Fake(_table.Directory, "orphan.parquet");

        var snapshot = _table.Load()!;
        snapshot.Version.ShouldBe(3);
        snapshot.Files.Count.ShouldBe(4);
        _table.Commit(snapshot, EventTable.Transaction(4)).Version.ShouldBe(4);
    }

    private string Commit(int version) => _folder.At("t", "_delta_log", $"{version:D20}.json");
}
