using Analytics.Broker.Groups;
using Analytics.Broker.Log;
using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Topics;
using Analytics.Broker.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Transactions;

/// <summary>The coordinator over real logs and files, with a clock that the test moves. A restart opens the same folder again.</summary>
public sealed class TransactionCoordinatorTests : IDisposable
{
    private static readonly TopicPartition Partition = new("t", 0);

    private readonly BrokerFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private TopicCatalog _topics;
    private OffsetStore _offsets;
    private TransactionCoordinator _coordinator;

    public TransactionCoordinatorTests()
    {
        (_topics, _offsets, _coordinator) = Open();
        _topics.Create("t", 1, new Dictionary<string, string>(), validateOnly: false);
    }

    private PartitionLog Log => _topics.Partition("t", 0)!;

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    [Fact]
    public void Init_Again_RaisesTheEpochAndFencesTheFormerProducer()
    {
        var first = Init();
        var second = Init();

        second.ShouldBe(first with { ProducerEpoch = 1 });
        _coordinator.AddPartitions("tx", first.ProducerId, first.ProducerEpoch, [Partition]).ShouldBe(ErrorCode.ProducerFenced);
        _coordinator.AddPartitions("tx", second.ProducerId, second.ProducerEpoch, [Partition]).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public void Init_WithATransactionOpen_AbortsIt()
    {
        var former = Begin("a");
        var next = Init();

        next.ProducerEpoch.ShouldBe((short)(former.ProducerEpoch + 2));
        Log.LastStableOffset.ShouldBe(Log.EndOffset);
        Aborted().ShouldBe([(former.ProducerId, 0L)]);
        _coordinator.End("tx", former.ProducerId, former.ProducerEpoch, commit: true).ShouldBe(ErrorCode.ProducerFenced);
        Append(former, 1, "late").ShouldBe(ErrorCode.InvalidProducerEpoch);
    }

    [Fact]
    public void Init_WithTheEpochBroughtAlong_RaisesItOnce()
    {
        var first = Init();
        var raised = Init(first);

        raised.ProducerEpoch.ShouldBe((short)1);
        Init(first).ShouldBe(raised); // the answer was lost
        Init(raised).ProducerEpoch.ShouldBe((short)2);
        Init(first).Error.ShouldBe(ErrorCode.ProducerFenced);
    }

    [Fact]
    public void Init_AtTheLastEpoch_GivesANewProducerId()
    {
        var producer = Init();
        for (var i = producer.ProducerEpoch; i < TransactionMetadata.LastEpoch; i++)
        {
            producer = Init();
        }

        producer.ProducerEpoch.ShouldBe(TransactionMetadata.LastEpoch);
        var next = Init();
        next.ProducerEpoch.ShouldBe((short)0);
        next.ProducerId.ShouldNotBe(producer.ProducerId);
    }

    [Fact]
    public void End_Again_HasTheSameAnswer_AndTheOtherWayAnError()
    {
        var producer = Begin("a");

        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit: true).ShouldBe(ErrorCode.None);
        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit: true).ShouldBe(ErrorCode.None);
        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit: false).ShouldBe(ErrorCode.InvalidTxnState);
        Log.EndOffset.ShouldBe(2);
    }

    [Fact]
    public void Append_OutsideOfATransaction_IsRefused()
    {
        var producer = Init();

        Append(producer, 0, "a").ShouldBe(ErrorCode.InvalidTxnState);
        _coordinator.AddGroup("tx", producer.ProducerId, producer.ProducerEpoch, "g").ShouldBe(ErrorCode.None);
        Append(producer, 0, "a").ShouldBe(ErrorCode.InvalidTxnState);
        Log.EndOffset.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Offsets_AreTheGroups_OnceTheTransactionCommits(bool commit)
    {
        var producer = Begin("a");
        _coordinator.CommitOffsets("tx", producer.ProducerId, producer.ProducerEpoch, "g", [new("t", 0, 5, -1, null)]).ShouldBe(ErrorCode.InvalidTxnState);
        _coordinator.AddGroup("tx", producer.ProducerId, producer.ProducerEpoch, "g");
        _coordinator.CommitOffsets("tx", producer.ProducerId, producer.ProducerEpoch, "g", [new("t", 0, 5, -1, null)]).ShouldBe(ErrorCode.None);

        _offsets.Find("g", "t", 0).ShouldBeNull();
        _coordinator.IsPending("g", "t", 0).ShouldBeTrue();
        Restart();
        _coordinator.IsPending("g", "t", 0).ShouldBeTrue();

        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit).ShouldBe(ErrorCode.None);
        _coordinator.IsPending("g", "t", 0).ShouldBeFalse();
        _offsets.Find("g", "t", 0)?.Offset.ShouldBe(5);
        _offsets.Find("g", "t", 0).HasValue.ShouldBe(commit);
    }

    [Fact]
    public void Timeout_AbortsAndFences()
    {
        var producer = Begin("a");
        _time.Advance(TimeSpan.FromSeconds(59));
        Log.LastStableOffset.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(2));

        Log.LastStableOffset.ShouldBe(Log.EndOffset);
        Aborted().ShouldBe([(producer.ProducerId, 0L)]);
        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit: true).ShouldBe(ErrorCode.ProducerFenced);
    }

    [Fact]
    public void Timeout_HoldsAcrossARestart()
    {
        Begin("a");
        _time.Advance(TimeSpan.FromSeconds(59));
        Restart();
        Log.LastStableOffset.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(2));

        Log.LastStableOffset.ShouldBe(Log.EndOffset);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decided_BeforeACrash_IsCarriedOutAfterIt(bool commit)
    {
        var producer = Begin("a");
        _coordinator.AddGroup("tx", producer.ProducerId, producer.ProducerEpoch, "g");
        _coordinator.CommitOffsets("tx", producer.ProducerId, producer.ProducerEpoch, "g", [new("t", 0, 5, -1, null)]);
        var decided = _coordinator.Find("tx")!.Prepare(commit, 0);
        Close();
        using (var store = OpenStore())
        {
            store.Write(decided);
        }

        (_topics, _offsets, _coordinator) = Open();

        Log.LastStableOffset.ShouldBe(Log.EndOffset);
        Aborted().Length.ShouldBe(commit ? 0 : 1);
        _offsets.Find("g", "t", 0).HasValue.ShouldBe(commit);
        _coordinator.Find("tx")!.State.ShouldBe(commit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort);
        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public void Decided_ButItsOffsetsCannotBeStored_IsCarriedOutWithoutItsProducer()
    {
        var producer = Begin("a");
        _coordinator.AddGroup("tx", producer.ProducerId, producer.ProducerEpoch, "g");

        // So large that the file is written anew, which fails without its folder.
        CommittedOffset[] large = [.. Enumerable.Range(0, 40).Select(partition => new CommittedOffset("t", partition, 5, -1, new string('m', 30_000)))];
        _coordinator.CommitOffsets("tx", producer.ProducerId, producer.ProducerEpoch, "g", large).ShouldBe(ErrorCode.None);
        var away = _folder.Path + "-away";
        Directory.Move(_folder.Path, away);
        var answer = _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit: true);
        Directory.Move(away, _folder.Path);

        answer.ShouldBe(ErrorCode.CoordinatorNotAvailable);
        _coordinator.IsPending("g", "t", 0).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(2));

        _coordinator.IsPending("g", "t", 0).ShouldBeFalse();
        _offsets.Find("g", "t", 0)?.Offset.ShouldBe(5);
        _coordinator.Find("tx")!.State.ShouldBe(TransactionState.CompleteCommit);
    }

    [Fact]
    public void OpenInTheLog_ButUnknownToTheStore_IsAbortedAtStart()
    {
        Begin("a");
        Close();
        File.Delete(StorePath);
        (_topics, _offsets, _coordinator) = Open();

        Log.LastStableOffset.ShouldBe(Log.EndOffset);
        Aborted().Length.ShouldBe(1);
    }

    [Fact]
    public void Store_TornAtEveryLength_OpensWithAnEarlierState()
    {
        var producer = Begin("a");
        _coordinator.End("tx", producer.ProducerId, producer.ProducerEpoch, commit: true);
        Close();
        var whole = File.ReadAllBytes(StorePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(StorePath, whole[..length]);
            using var store = OpenStore();
            store.All().Length.ShouldBeLessThanOrEqualTo(1);
        }

        (_topics, _offsets, _coordinator) = Open();
    }

    private InitProducerIdResponse Init(InitProducerIdResponse? brought = null) =>
        _coordinator.Init(new InitProducerIdRequest("tx", 60_000, brought?.ProducerId ?? -1, brought?.ProducerEpoch ?? -1));

    private InitProducerIdResponse Begin(string value)
    {
        var producer = Init();
        _coordinator.AddPartitions("tx", producer.ProducerId, producer.ProducerEpoch, [Partition]).ShouldBe(ErrorCode.None);
        Append(producer, 0, value).ShouldBe(ErrorCode.None);
        return producer;
    }

    private ErrorCode Append(InitProducerIdResponse producer, int sequence, string value)
    {
        var batch = Batches.Of(_time.GetUtcNow().ToUnixTimeMilliseconds(), producer.ProducerId, producer.ProducerEpoch, sequence, value);
        batch[22] |= 0x10;
        Batches.Seal(batch);
        return _coordinator.Append("tx", Partition, Log, batch).Error;
    }

    private (long ProducerId, long FirstOffset)[] Aborted()
    {
        Log.Read(0, 1_000_000, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
        return [.. Log.AbortedIn(0, slice).Select(transaction => (transaction.ProducerId, transaction.FirstOffset))];
    }

    private string StorePath => Path.Combine(_folder.Path, "transactions.log");

    private TransactionStore OpenStore() => new(StorePath, sync: false, _time, NullLogger.Instance);

    private void Restart()
    {
        Close();
        (_topics, _offsets, _coordinator) = Open();
    }

    private (TopicCatalog Topics, OffsetStore Offsets, TransactionCoordinator Coordinator) Open()
    {
        var topics = new TopicCatalog(new TopicStore(_folder.Path, LogOptions.Default, _time, NullLogger.Instance), 1, NullLogger.Instance);
        var offsets = new OffsetStore(Path.Combine(_folder.Path, "offsets.log"), sync: false, NullLogger.Instance);
        var ids = new ProducerIdAllocator(Path.Combine(_folder.Path, "producer.ids"));
        return (topics, offsets, new TransactionCoordinator(OpenStore(), topics, offsets, ids, _time, NullLogger.Instance));
    }

    private void Close()
    {
        _coordinator.Dispose();
        _offsets.Dispose();
        _topics.Dispose();
    }
}
