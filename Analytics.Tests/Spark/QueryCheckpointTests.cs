using Analytics.Streaming.Spark;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

public sealed class QueryCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-checkpoint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Offsets_AreReadWithTheirWatermark()
    {
        Write("offsets/7", "v1\n{\"batchWatermarkMs\":1772366400001,\"batchTimestampMs\":1772370000000,\"conf\":{}}\n{\"events\":{\"1\":20,\"0\":1000}}");
        Write("offsets/0", "v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1,\"conf\":{}}\n{\"events\":{\"0\":3}}");
        var checkpoint = new QueryCheckpoint(_folder, "events");

        var offsets = checkpoint.Offsets(7);

        offsets.Next.OrderBy(next => next.Key).ShouldBe([new(0, 1000), new(1, 20)]);
        offsets.Watermark.ShouldBe(1_772_366_400_001_000);
        offsets.PlannedAt.ShouldBe(1_772_370_000_000_000);
        checkpoint.Offsets(0).Watermark.ShouldBeNull();
    }

    [Fact]
    public void Ends_HaveTheWatermarkOfTheBatchBefore_AsFarAsItIsThere()
    {
        foreach (var (batch, watermark) in (ReadOnlySpan<(int, int)>)[(0, 0), (1, 0), (2, 1000), (3, 2000), (5, 4000), (6, 5000)])
        {
            Write($"offsets/{batch}", $"v1\n{{\"batchWatermarkMs\":{watermark},\"batchTimestampMs\":1,\"conf\":{{}}}}\n{{\"events\":{{\"0\":{batch}}}}}");
        }

        var checkpoint = new QueryCheckpoint(_folder, "events");

        checkpoint.Ends(0, 6).Select(end => (end.Next[0], end.LateUpTo)).ShouldBe([(0, 0), (1, 0), (2, 0), (3, 1_000_000), (5, null), (6, 4_000_000)]);
        checkpoint.Ends(3, 3).Select(end => (end.Next[0], end.LateUpTo)).ShouldBe([(3, 1_000_000)]);
    }

    [Fact]
    public void FirstOffsets_AndId_AreRead()
    {
        var checkpoint = new QueryCheckpoint(_folder, "events");
        checkpoint.Id.ShouldBeNull();
        Write("sources/0/0", "\0v1\n{\"events\":{\"0\":12}}");
        Write("metadata", "{\"id\":\"6f9c0c1e-7d5e-4c0e-9a53-2f8d8f8b8f11\"}");

        checkpoint.FirstOffsets().ShouldBe([new(0, 12)]);
        checkpoint.Id.ShouldBe("6f9c0c1e-7d5e-4c0e-9a53-2f8d8f8b8f11");
    }

    [Theory]
    [InlineData("v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1}\n{\"events\":{\"0\":3}}\n{\"events\":{\"0\":4}}", "2 sources")]
    [InlineData("v1\n{\"batchWatermarkMs\":0}\n{\"events\":{\"0\":3}}", "offsets/4")]
    [InlineData("v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1}\n{\"other\":{\"0\":3}}", "offsets/4")]
    [InlineData("v1", "offsets/4")]
    public void ADamagedFile_IsNamed(string text, string expected)
    {
        Write("offsets/4", text);
        Should.Throw<InvalidDataException>(() => new QueryCheckpoint(_folder, "events").Offsets(4)).Message.ShouldContain(expected);
        Should.Throw<InvalidDataException>(() => new QueryCheckpoint(_folder, "events").Offsets(5)).Message.ShouldContain("offsets/5");
        Should.Throw<InvalidDataException>(() => new QueryCheckpoint(_folder, "events").FirstOffsets()).Message.ShouldContain("sources/0/0");
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
