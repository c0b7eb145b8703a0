using Analytics.Broker.Log;
using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

public sealed class ProducerStatesTests
{
    private readonly ProducerStates _states = new();

    [Fact]
    public void Check_FiveBatchesBack_IsADuplicateWithItsOffset()
    {
        for (var i = 0; i < 6; i++)
        {
            Record(sequence: i, offset: 100 + i);
        }

        Check(sequence: 1).ShouldBe((ErrorCode.DuplicateSequenceNumber, 101));
        Check(sequence: 0).ShouldBe((ErrorCode.DuplicateSequenceNumber, -1));
        Check(sequence: 6).ShouldBe((ErrorCode.None, -1));
        Check(sequence: 7).ShouldBe((ErrorCode.OutOfOrderSequenceNumber, -1));
    }

    [Fact]
    public void Check_OlderEpoch_IsFenced()
    {
        Record(sequence: 0, offset: 0, epoch: 1);

        Check(sequence: 1, epoch: 0).Error.ShouldBe(ErrorCode.InvalidProducerEpoch);
        Check(sequence: 0, epoch: 2).Error.ShouldBe(ErrorCode.None);
        Check(sequence: 5, epoch: 2).Error.ShouldBe(ErrorCode.OutOfOrderSequenceNumber);
    }

    [Fact]
    public void Check_AfterTheHighestSequence_ComesZero()
    {
        Record(sequence: int.MaxValue, offset: 0);

        Check(sequence: 0).Error.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public void Load_OfASnapshot_RemembersTheSame()
    {
        Record(sequence: 0, offset: 40);
        Record(sequence: 1, offset: 41);
        var restored = new ProducerStates();
        restored.Load(_states.ToSnapshot());

        restored.Check(new RecordBatch(Batch(0, 0)), out var offset).ShouldBe(ErrorCode.DuplicateSequenceNumber);
        offset.ShouldBe(40);
    }

    [Fact]
    public void Expire_SilentProducers_AreForgotten()
    {
        Record(sequence: 0, offset: 0);
        _states.Expire(olderThan: 1_001);

        _states.Count.ShouldBe(0);
    }

    private static byte[] Batch(int sequence, short epoch) => Batches.Of(0, 9, epoch, sequence, "x");

    private void Record(int sequence, long offset, short epoch = 0)
    {
        var batch = Batch(sequence, epoch);
        RecordBatch.Assign(batch, offset, 0);
        _states.Record(new RecordBatch(batch), now: 1_000);
    }

    private (ErrorCode Error, long Offset) Check(int sequence, short epoch = 0)
    {
        var error = _states.Check(new RecordBatch(Batch(sequence, epoch)), out var offset);
        return (error, offset);
    }
}
