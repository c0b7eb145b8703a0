using Analytics.Lake.Files;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class DataFileCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFileCheck _check = new();
    private readonly DataFile _file;

    public DataFileCheckTests()
    {
        using var duck = new Duck();
        _file = ParquetFile.Seal(_folder.Path, EventTable.Write(duck, _folder.Path, "events.parquet", EventTable.Rows(1000)));
    }

    private string Whole => _folder.At(_file.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Seal_PutsTheChecksumIntoTheName()
    {
        _file.Path.ShouldMatch("^events\\.[0-9a-f]{16}\\.parquet$");
        _file.ShouldBe(ParquetFile.Describe(_folder.Path, _file.Path) with { Statistics = _file.Statistics });
        Require();
        Require();
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        File.Delete(Whole);
        Refused("missing");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    public void TruncatedFile_IsNamed(int length)
    {
        Require();
        var bytes = File.ReadAllBytes(Whole);
        File.WriteAllBytes(Whole, length < 0 ? bytes[..^1] : bytes[..length]);
        Refused("bytes long");
    }

    /// <summary>In the data pages, where a reader would see other values, and in the footer.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void FlippedBit_IsNamed_EvenAfterAnEarlierCheck(double place)
    {
        Require();
        using (var file = File.Open(Whole, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = (long)(file.Length * place);
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        File.SetLastWriteTimeUtc(Whole, File.GetLastWriteTimeUtc(Whole).AddSeconds(1));
        Refused("checksum");
    }

    [Fact]
    public void FileOfAnotherWriter_IsHeldAgainstItsSizeOnly()
    {
        File.Move(Whole, _folder.At("part-0.parquet"), overwrite: true);
        _check.Require(_folder.Path, [_file with { Path = "part-0.parquet" }], TestContext.Current.CancellationToken);
        Should.Throw<InvalidDataException>(() => _check.Require(_folder.At("part-0.parquet"), _file.Size + 1));
    }

    private void Require() => _check.Require(_folder.Path, [_file], TestContext.Current.CancellationToken);

    private void Refused(string why)
    {
        var error = Should.Throw<InvalidDataException>(Require);
        error.Message.ShouldContain(Whole);
        error.Message.ShouldContain(why);
        error.Message.ShouldContain("Restore");
    }
}
