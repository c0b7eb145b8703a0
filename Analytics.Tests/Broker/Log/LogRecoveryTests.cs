using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

public sealed class LogRecoveryTests : IDisposable
{
    private const string Segment = "00000000000000000000.log";
    private const string Index = "00000000000000000000.index";

    private readonly BrokerFolder _folder = new();
    private readonly LogLines _lines = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_AfterCleanStop_KnowsEverythingWithoutReading()
    {
        Fill(3);
        using var log = Open();

        log.EndOffset.ShouldBe(6);
        log.Append(Batches.Of("next")).BaseOffset.ShouldBe(6);
        _lines.All.ShouldBeEmpty();
    }

    [Fact]
    public void Open_TornTailOfEveryLength_IsCutAtTheLastGoodBatch()
    {
        Fill(3);
        var whole = File.ReadAllBytes(PathOf(Segment));
        var batch = whole.Length / 3;
        for (var torn = 1; torn < batch; torn++)
        {
            File.Delete(PathOf(Index));
            File.WriteAllBytes(PathOf(Segment), whole[..(whole.Length - torn)]);
            using (var log = Open())
            {
                log.EndOffset.ShouldBe(4);
                log.Size.ShouldBe(batch * 2);
            }

            new FileInfo(PathOf(Segment)).Length.ShouldBe(batch * 2);
        }
    }

    [Fact]
    public void Open_CorruptLastBatch_IsCut()
    {
        Fill(3);
        Damage(position: new FileInfo(PathOf(Segment)).Length - 1);
        using var log = Open();

        log.EndOffset.ShouldBe(4);
        _lines.All.ShouldContain(line => line.Contains("torn tail", StringComparison.Ordinal));
    }

    /// <summary>A flipped bit anywhere in a batch, its length and base offset included: the others are served, the one is reported and refused.</summary>
    [Fact]
    public void Open_CorruptBatchInTheMiddle_IsReportedAndNothingElseIsLost()
    {
        Fill(4);
        var whole = File.ReadAllBytes(PathOf(Segment));
        var batch = whole.Length / 4;
        for (var position = batch + 4; position < 2 * batch; position++)
        {
            // The leader epoch is neither covered by the CRC nor read.
            if (position - batch is >= 12 and < 16)
            {
                continue;
            }

            _lines.Clear();
            File.Delete(PathOf(Index));
            var damaged = whole.ToArray();
            damaged[position] ^= 0x80;
            File.WriteAllBytes(PathOf(Segment), damaged);
            using var log = Open();

            log.EndOffset.ShouldBe(8);
            log.Read(0, 10_000, minOneBatch: true, out var before).ShouldBe(ErrorCode.None);
            before.Length.ShouldBe(batch);
            log.Read(2, 10_000, minOneBatch: true, out _).ShouldBe(ErrorCode.CorruptMessage);
            log.Read(3, 10_000, minOneBatch: true, out _).ShouldBe(ErrorCode.CorruptMessage);
            log.Read(4, 10_000, minOneBatch: true, out var after).ShouldBe(ErrorCode.None);
            after.Length.ShouldBe(2 * batch);
            _lines.All.ShouldContain(line => line.Contains("Corrupt record batch", StringComparison.Ordinal)
                && line.Contains(Segment, StringComparison.Ordinal)
                && line.Contains($"byte {batch} to {2 * batch}", StringComparison.Ordinal)
                && line.Contains("offsets 2 to 3", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Open_ChangedAfterACleanStop_IsReadAgain()
    {
        Fill(3);
        var bytes = File.ReadAllBytes(PathOf(Segment));
        bytes[^1] ^= 1;
        File.WriteAllBytes(PathOf(Segment), bytes);
        File.SetLastWriteTimeUtc(PathOf(Segment), File.GetLastWriteTimeUtc(PathOf(Index)).AddSeconds(1));
        using var log = Open();

        log.EndOffset.ShouldBe(4);
    }

    [Fact]
    public void Open_SealedSegmentDamagedAtItsEnd_IsReportedAndNotCut()
    {
        using (var log = Open(LogOptions.Default with { SegmentBytes = 1024 }))
        {
            for (var i = 0; i < 30; i++)
            {
                log.Append(Batches.Of("a", "b"));
            }
        }

        var files = Directory.GetFiles(_folder.Path, "*.log").Order().ToArray();
        var next = long.Parse(Path.GetFileNameWithoutExtension(files[1]), System.Globalization.CultureInfo.InvariantCulture);
        Damage(new FileInfo(files[0]).Length - 1);
        using var again = Open();

        again.Read(next - 1, 1000, minOneBatch: true, out _).ShouldBe(ErrorCode.CorruptMessage);
        again.Read(next, 1000, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
        slice.Length.ShouldBeGreaterThan(0);
        again.EndOffset.ShouldBe(60);
    }

    [Fact]
    public void Open_DamagedSnapshot_IsNotTrusted()
    {
        Fill(3);
        var snapshot = File.ReadAllBytes(PathOf(Index));
        snapshot[30] ^= 0xff;
        File.WriteAllBytes(PathOf(Index), snapshot);
        using var log = Open();

        log.EndOffset.ShouldBe(6);
    }

    [Fact]
    public void Open_ManySegmentsWithoutSnapshots_AreReadAgain()
    {
        using (var log = Open(LogOptions.Default with { SegmentBytes = 1024 }))
        {
            for (var i = 0; i < 100; i++)
            {
                log.Append(Batches.Of("a", "b"));
            }
        }

        foreach (var index in Directory.EnumerateFiles(_folder.Path, "*.index"))
        {
            File.Delete(index);
        }

        using var again = Open();
        again.EndOffset.ShouldBe(200);
        again.Read(77, 1, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
        slice.Length.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_RemembersProducers_WithAndWithoutSnapshot(bool deleteSnapshot)
    {
        using (var log = Open())
        {
            log.Append(Batches.Of(0, 7, 0, 0, "a", "b")).Error.ShouldBe(ErrorCode.None);
            log.Append(Batches.Of(0, 7, 0, 2, "c")).Error.ShouldBe(ErrorCode.None);
        }

        if (deleteSnapshot)
        {
            File.Delete(PathOf(Index));
        }

        using var again = Open();
        again.Append(Batches.Of(0, 7, 0, 2, "c")).ShouldBe(new AppendResult(ErrorCode.None, 2, null));
        again.Append(Batches.Of(0, 7, 0, 9, "z")).Error.ShouldBe(ErrorCode.OutOfOrderSequenceNumber);
        again.Append(Batches.Of(0, 7, 0, 3, "d")).BaseOffset.ShouldBe(3);
        again.EndOffset.ShouldBe(4);
    }

    private void Fill(int batches)
    {
        using var log = Open();
        for (var i = 0; i < batches; i++)
        {
            log.Append(Batches.Of("a", "b")).Error.ShouldBe(ErrorCode.None);
        }
    }

    private void Damage(long position)
    {
        File.Delete(PathOf(Index));
        var bytes = File.ReadAllBytes(PathOf(Segment));
        bytes[position] ^= 0xff;
        File.WriteAllBytes(PathOf(Segment), bytes);
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private PartitionLog Open(LogOptions? options = null) =>
        PartitionLog.Open(_folder.Path, options ?? LogOptions.Default, TimeProvider.System, _lines);
}
