using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

/// <summary>What a partition's log knows of transactions, while it runs, after a clean stop and after a crash.</summary>
public sealed class TransactionalLogTests : IDisposable
{
    private const short Transactional = 0x10;

    private readonly BrokerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OpenTransaction_BoundsWhatIsStable_UntilItsMarker()
    {
        using var log = Open();
        log.Append(Batches.Of("plain"));
        log.Append(Of(7, 0, "a", "b"));
        log.Append(Batches.Of("later"));

        (log.LastStableOffset, log.EndOffset).ShouldBe((1, 4));
        log.Read(0, 10_000, minOneBatch: true, out var stable, committedOnly: true).ShouldBe(ErrorCode.None);
        stable.Length.ShouldBe(Batches.Of("plain").Length);
        log.Read(1, 10_000, minOneBatch: true, out var none, committedOnly: true).ShouldBe(ErrorCode.None);
        none.Length.ShouldBe(0);

        log.AppendMarker(7, 0, commit: true).ShouldBe(ErrorCode.None);

        (log.LastStableOffset, log.EndOffset).ShouldBe((5, 5));
        log.Read(0, 10_000, minOneBatch: true, out var all, committedOnly: true).ShouldBe(ErrorCode.None);
        log.AbortedIn(0, all).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadBesideAppends_NeverHasWhatIsUndecided()
    {
        using var log = Open();
        log.Append(Batches.Of("plain"));
        var writing = Task.Run(
            () =>
            {
                for (var i = 0; i < 5_000; i++)
                {
                    log.Append(Of(7, i, "undecided"));
                    Thread.SpinWait(200);
                    log.AppendMarker(7, 0, commit: false);
                }
            },
            TestContext.Current.CancellationToken);

        while (!writing.IsCompleted)
        {
            // Where a consumer that has read everything so far goes on.
            var offset = Math.Max(0, log.LastStableOffset - 1);
            log.Read(offset, 10_000, minOneBatch: true, out var slice, committedOnly: true).ShouldBe(ErrorCode.None);
            var named = log.AbortedIn(offset, slice);
            if (slice.Length > 0)
            {
                var bytes = new byte[slice.Length];
                slice.TryRead(bytes).ShouldBeTrue();
                for (var rest = bytes.AsSpan(); rest.Length >= RecordBatch.HeaderSize && new RecordBatch(rest).Size <= rest.Length; rest = rest[(int)new RecordBatch(rest).Size..])
                {
                    var batch = new RecordBatch(rest);
                    if (batch.IsTransactional && !batch.IsControl)
                    {
                        var first = batch.BaseOffset;
                        named.ShouldContain(transaction => transaction.FirstOffset == first);
                    }
                }
            }
        }

        await writing;
    }

    [Fact]
    public void AbortedTransaction_IsNamed_ForReadsThatMeetItOnly()
    {
        using var log = Open();
        log.Append(Of(7, 0, "a"));
        log.Append(Of(8, 0, "b"));
        log.AppendMarker(7, 0, commit: false);
        log.AppendMarker(8, 0, commit: true);
        log.Append(Of(7, 1, "c"));

        log.Read(0, 10_000, minOneBatch: true, out var all, committedOnly: true);
        log.AbortedIn(0, all).ShouldBe([new AbortedTransaction(7, 0, 2, 1)]);
        log.Read(3, 10_000, minOneBatch: true, out var rest, committedOnly: true);
        log.AbortedIn(3, rest).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reopened_KnowsOpenAndAbortedTransactions(bool cleanly)
    {
        var log = Open(segmentBytes: 1024);
        for (var i = 0; i < 20; i++)
        {
            log.Append(Of(7, i, $"aborted {i}"));
            log.AppendMarker(7, 0, commit: i % 2 == 1);
        }

        log.Append(Of(9, 0, "open"));
        var (stable, end) = (log.LastStableOffset, log.EndOffset);
        var aborted = AllAborted(log);
        if (cleanly)
        {
            log.Dispose();
        }
        else
        {
            log.Abandon();
        }

        using var again = Open(segmentBytes: 1024);
        (again.LastStableOffset, again.EndOffset).ShouldBe((stable, end));
        stable.ShouldBe(40);
        AllAborted(again).ShouldBe(aborted);
        aborted.Length.ShouldBe(10);
        again.AppendMarker(9, 0, commit: false).ShouldBe(ErrorCode.None);
        AllAborted(again).Length.ShouldBe(11);
        again.LastStableOffset.ShouldBe(again.EndOffset);
    }

    [Fact]
    public void Marker_OfAHigherEpoch_FencesTheProducer()
    {
        using var log = Open();
        log.Append(Of(7, 0, "a"));
        log.AppendMarker(7, 1, commit: false).ShouldBe(ErrorCode.None);

        log.Append(Of(7, 1, "late")).Error.ShouldBe(ErrorCode.InvalidProducerEpoch);
        log.AppendMarker(7, 0, commit: true).ShouldBe(ErrorCode.InvalidProducerEpoch);
    }

    [Fact]
    public void PlainBatch_OfAProducerWithAnOpenTransaction_IsRefused()
    {
        using var log = Open();
        log.Append(Of(7, 0, "a"));

        log.Append(Batches.Of(1_000, 7, 0, 1, "b")).Error.ShouldBe(ErrorCode.InvalidTxnState);
    }

    private static AbortedTransaction[] AllAborted(PartitionLog log)
    {
        var found = new List<AbortedTransaction>();
        for (var offset = 0L; offset < log.EndOffset;)
        {
            log.Read(offset, 10_000, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
            found.AddRange(log.AbortedIn(offset, slice));
            var bytes = new byte[slice.Length];
            slice.TryRead(bytes).ShouldBeTrue();
            for (var position = 0; position < bytes.Length; position += (int)new RecordBatch(bytes.AsSpan(position)).Size)
            {
                offset = new RecordBatch(bytes.AsSpan(position)).LastOffset + 1;
            }
        }

        return [.. found.Distinct()];
    }

    private static byte[] Of(long producerId, int sequence, params string[] values)
    {
        var batch = Batches.Of(1_000, producerId, 0, sequence, values);
        batch[22] |= (byte)Transactional;
        Batches.Seal(batch);
        return batch;
    }

    private PartitionLog Open(int segmentBytes = 1_000_000) =>
        PartitionLog.Open(_folder.Path, LogOptions.Default with { SegmentBytes = segmentBytes }, TimeProvider.System, NullLogger.Instance);
}
