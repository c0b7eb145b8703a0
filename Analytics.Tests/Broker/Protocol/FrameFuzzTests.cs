using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Protocol;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Protocol;

/// <summary>Whatever bytes come as a request body: it is read, or refused as malformed. Nothing else is thrown and nothing large is allocated.</summary>
public sealed class FrameFuzzTests
{
    private const int Frames = 2_000;

    private delegate void Reading(byte[] frame, short version);

    [Fact]
    public void RandomBodies_OfEveryApiAndVersion_AreReadOrRefused()
    {
        Reading[] apis =
        [
            Read<ApiVersionsRequest>, Read<ProduceRequest>, Read<FetchRequest>, Read<ListOffsetsRequest>, Read<MetadataRequest>, Read<OffsetCommitRequest>,
            Read<OffsetFetchRequest>, Read<FindCoordinatorRequest>, Read<JoinGroupRequest>, Read<SyncGroupRequest>, Read<HeartbeatRequest>,
            Read<LeaveGroupRequest>, Read<DescribeGroupsRequest>, Read<ListGroupsRequest>, Read<CreateTopicsRequest>, Read<DeleteTopicsRequest>, Read<CreatePartitionsRequest>,
            Read<InitProducerIdRequest>, Read<OffsetForLeaderEpochRequest>, Read<DescribeConfigsRequest>,
            Read<AlterConfigsRequest>, Read<IncrementalAlterConfigsRequest>, Read<AddPartitionsToTxnRequest>, Read<AddOffsetsToTxnRequest>, Read<EndTxnRequest>,
            Read<TxnOffsetCommitRequest>, Read<WriteTxnMarkersRequest>, Read<DescribeProducersRequest>, Read<DescribeTransactionsRequest>,
            Read<ListTransactionsRequest>, Read<DeleteRecordsRequest>, Read<DeleteGroupsRequest>, Read<OffsetDeleteRequest>, Read<DescribeClusterRequest>,
            Read<DescribeLogDirsRequest>, Read<DescribeTopicPartitionsRequest>, Read<DescribeAclsRequest>, Read<CreateAclsRequest>, Read<DeleteAclsRequest>,
            Read<AlterReplicaLogDirsRequest>, Read<ElectLeadersRequest>, Read<AlterPartitionReassignmentsRequest>, Read<ListPartitionReassignmentsRequest>,
            Read<DescribeClientQuotasRequest>, Read<DescribeUserScramCredentialsRequest>, Read<ListConfigResourcesRequest>, Read<DescribeQuorumRequest>, Read<UpdateFeaturesRequest>,
            Read<ConsumerGroupHeartbeatRequest>,
        ];
        var random = new Random(20_260_101);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var read in apis)
        {
            for (var i = 0; i < Frames; i++)
            {
                read(RandomFrame(random), (short)random.Next(0, 13));
            }
        }

        var perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / (apis.Length * Frames);
        perFrame.ShouldBeLessThan(20_000);
    }

    /// <summary>Small numbers are likely, so that lengths and counts often fit and the reader gets far.</summary>
    private static byte[] RandomFrame(Random random)
    {
        var frame = new byte[random.Next(0, 200)];
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)random.Next(3);
        }

        return frame;
    }

    private static void Read<TRequest>(byte[] frame, short version)
        where TRequest : IKafkaRequest<TRequest>
    {
        version = Math.Clamp(version, TRequest.Api.Min, TRequest.Api.Max);
        var reader = new KafkaReader(frame, TRequest.Api.IsFlexible(version));
        try
        {
            TRequest.Read(ref reader, version);
            reader.Remaining.ShouldBeInRange(0, frame.Length);
        }
        catch (MalformedRequestException exception)
        {
            exception.Message.ShouldNotBeEmpty();
        }
    }
}
