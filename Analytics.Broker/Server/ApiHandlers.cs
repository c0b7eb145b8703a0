using Analytics.Broker.Handlers;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>The APIs that are answered, by key.</summary>
internal sealed class ApiHandlers
{
    private readonly ApiHandler?[] _byKey;

    private ApiHandlers(IReadOnlyCollection<ApiHandler> handlers)
    {
        _byKey = new ApiHandler?[handlers.Max(handler => (int)handler.Api.Key) + 1];
        foreach (var handler in handlers)
        {
            _byKey[(int)handler.Api.Key] = handler;
        }

        Descriptions = [.. handlers.Select(handler => handler.Api).OrderBy(api => api.Key)];
    }

    public IReadOnlyList<ApiDescription> Descriptions { get; }

    public static ApiHandlers Create(BrokerContext broker)
    {
        var apiVersions = new ApiVersionsHandler();
        var handlers = new ApiHandlers(
        [
            apiVersions,
            new SaslHandshakeHandler(),
            new SaslAuthenticateHandler(broker),
            new ProduceHandler(broker),
            new FetchHandler(broker),
            new ListOffsetsHandler(broker),
            new MetadataHandler(broker),
            new OffsetCommitHandler(broker),
            new OffsetFetchHandler(broker),
            new FindCoordinatorHandler(broker),
            new JoinGroupHandler(broker),
            new SyncGroupHandler(broker),
            new HeartbeatHandler(broker),
            new LeaveGroupHandler(broker),
            new ConsumerGroupHeartbeatHandler(),
            new DescribeGroupsHandler(broker),
            new ListGroupsHandler(broker),
            new CreateTopicsHandler(broker),
            new DeleteTopicsHandler(broker),
            new CreatePartitionsHandler(broker),
            new InitProducerIdHandler(broker),
            new OffsetForLeaderEpochHandler(broker),
            new DescribeConfigsHandler(broker),
            new AlterConfigsHandler(broker),
            new IncrementalAlterConfigsHandler(broker),
            new AddPartitionsToTxnHandler(broker),
            new AddOffsetsToTxnHandler(broker),
            new EndTxnHandler(broker),
            new TxnOffsetCommitHandler(broker),
            new WriteTxnMarkersHandler(broker),
            new DescribeProducersHandler(broker),
            new DescribeTransactionsHandler(broker),
            new ListTransactionsHandler(broker),
            new DeleteRecordsHandler(broker),
            new DeleteGroupsHandler(broker),
            new OffsetDeleteHandler(broker),
            new DescribeClusterHandler(broker),
            new DescribeQuorumHandler(broker),
            new UpdateFeaturesHandler(),
            new DescribeLogDirsHandler(broker),
            new DescribeTopicPartitionsHandler(broker),
            new DescribeAclsHandler(),
            new CreateAclsHandler(),
            new DeleteAclsHandler(),
            new AlterReplicaLogDirsHandler(broker),
            new ElectLeadersHandler(broker),
            new AlterPartitionReassignmentsHandler(broker),
            new ListPartitionReassignmentsHandler(),
            new DescribeClientQuotasHandler(),
            new DescribeUserScramCredentialsHandler(),
            new ListConfigResourcesHandler(broker),
        ]);
        apiVersions.Offered = handlers.Descriptions;
        return handlers;
    }

    public ApiHandler? Find(short key) => key >= 0 && key < _byKey.Length ? _byKey[key] : null;
}
