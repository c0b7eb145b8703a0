using Analytics.Streaming.Spark;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>The log of Spark's file sink: each file once, across its compactions, and never what it does not name.</summary>
public sealed class SinkLogTests : IDisposable
{
    private readonly string _stage = Directory.CreateTempSubdirectory("analytics-stage-").FullName;

    public void Dispose() => Directory.Delete(_stage, recursive: true);

    [Fact]
    public void Read_BeforeTheFirstBatch_IsNothing()
    {
        new SinkLog(_stage).Read(0, 0).ShouldBeNull();
        Directory.CreateDirectory(Path.Combine(_stage, "_spark_metadata"));
        File.WriteAllText(Path.Combine(_stage, "_spark_metadata", ".0.crc"), "x");
        File.WriteAllText(Path.Combine(_stage, "_spark_metadata", ".0.6f9c.tmp"), "v1");

        new SinkLog(_stage).Read(0, 0).ShouldBeNull();
    }

    [Fact]
    public void Read_GivesTheFilesOfTheBatchesFromThere()
    {
        Write("0", "a", "b");
        Write("1");
        Write("2", "c");
        File.WriteAllText(Path.Combine(_stage, "not-in-the-log.parquet"), "x");

        Read(0, 0).ShouldBe((2, "a b c"));
        Read(1, 2).ShouldBe((2, "c"));
        new SinkLog(_stage).Read(3, 3).ShouldBeNull();
    }

    [Fact]
    public void Read_OfACompaction_LeavesOutWhatCameBefore()
    {
        Write("8", "h");
        Write("9.compact", "a", "b", "h", "i");
        Write("10", "j");

        Read(9, 3).ShouldBe((10, "i j"));
        Read(8, 2).ShouldBe((10, "h i j"));

        // The log has dropped what a compaction repeats: nothing is missing.
        File.Delete(Path.Combine(_stage, "_spark_metadata", "8"));
        Read(8, 2).ShouldBe((10, "h i j"));
        Read(10, 4).ShouldBe((10, "j"));
    }

    [Fact]
    public void Read_OfAGapOrADamagedLine_NamesTheFile()
    {
        Write("0", "a");
        Write("2", "c");
        Should.Throw<InvalidDataException>(() => Read(0, 0)).Message.ShouldContain("_spark_metadata/1");

        File.WriteAllText(Path.Combine(_stage, "_spark_metadata", "1"), "v1\n{\"path\":");
        Should.Throw<InvalidDataException>(() => Read(0, 0)).Message.ShouldContain("_spark_metadata/1");
        File.WriteAllText(Path.Combine(_stage, "_spark_metadata", "1"), "v9\n");
        Should.Throw<InvalidDataException>(() => Read(0, 0)).Message.ShouldContain("v1");
        Write("9.compact", "a");
        Should.Throw<InvalidDataException>(() => Read(9, 2)).Message.ShouldContain("9.compact");
    }

    private (long, string) Read(long first, long known)
    {
        var batches = new SinkLog(_stage).Read(first, known).ShouldNotBeNull();
        return (batches.Last, string.Join(' ', batches.Files.Select(file => Path.GetFileName(file.Path))));
    }

    private void Write(string name, params string[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_stage, "_spark_metadata")).FullName;
        var lines = files.Select(file => $$"""{"path":"file://{{_stage}}/_kind=accepted/{{file}}","size":1,"isDir":false,"modificationTime":1,"blockReplication":1,"blockSize":1,"action":"add"}""");
        File.WriteAllText(Path.Combine(folder, name), string.Join('\n', lines.Prepend("v1")));
    }
}
