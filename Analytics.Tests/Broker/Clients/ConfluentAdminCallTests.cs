using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>The admin calls of librdkafka that <see cref="ConfluentAdminTests"/> has not.</summary>
[Trait("Category", "Integration")]
public sealed class ConfluentAdminCallTests : IAsyncLifetime
{
    private static readonly TopicPartition First = new("t", 0);

    private readonly TestBroker _broker = TestBroker.Start();
    private readonly IAdminClient _admin;

    public ConfluentAdminCallTests() => _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.BootstrapServers }).Build();

    public async ValueTask InitializeAsync()
    {
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, ReplicationFactor = 1 }]);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        for (var i = 0; i < 5; i++)
        {
            await producer.ProduceAsync(First, new Message<Null, string> { Value = "x" });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task ClusterAndTopics_AreDescribed_WithWhatOneMayDo()
    {
        var cluster = await _admin.DescribeClusterAsync(new DescribeClusterOptions { IncludeAuthorizedOperations = true });
        var topic = (await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(["t"]), new DescribeTopicsOptions { IncludeAuthorizedOperations = true })).TopicDescriptions.ShouldHaveSingleItem();

        cluster.Nodes.ShouldHaveSingleItem().Port.ShouldBe(_broker.Running.Port);
        cluster.Controller.Id.ShouldBe(1);
        cluster.AuthorizedOperations.ShouldContain(AclOperation.IdempotentWrite);
        topic.AuthorizedOperations.ShouldBe([AclOperation.Read, AclOperation.Write, AclOperation.Create, AclOperation.Delete, AclOperation.Alter, AclOperation.Describe, AclOperation.DescribeConfigs, AclOperation.AlterConfigs], ignoreOrder: true);
        topic.Partitions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Acls_AreDisabled_AsWithoutAnAuthorizer()
    {
        AclBinding rule = new()
        {
            Pattern = new() { Type = ResourceType.Topic, Name = "t", ResourcePatternType = ResourcePatternType.Literal },
            Entry = new() { Principal = "User:a", Host = "*", Operation = AclOperation.Read, PermissionType = AclPermissionType.Allow },
        };

        // The client does not raise what the answer says (AdminMatrix.java sees it): to it there are no rules.
        (await _admin.DescribeAclsAsync(rule.ToFilter())).AclBindings.ShouldBeEmpty();
        (await Should.ThrowAsync<CreateAclsException>(() => _admin.CreateAclsAsync([rule]))).Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.SecurityDisabled);
        (await Should.ThrowAsync<DeleteAclsException>(() => _admin.DeleteAclsAsync([rule.ToFilter(), rule.ToFilter()]))).Results.Select(result => result.Error.Code)
            .ShouldBe([ErrorCode.SecurityDisabled, ErrorCode.SecurityDisabled]);
    }

    [Fact]
    public async Task OffsetsOfAGroup_AreAlteredListedAndDeleted()
    {
        await _admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets("g", [new TopicPartitionOffset(First, 3)])]);
        (await ListAsync()).Offset.Value.ShouldBe(3);

        await _admin.DeleteConsumerGroupOffsetsAsync("g", [First]);
        (await ListAsync()).Offset.ShouldBe(Offset.Unset);

        await _admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets("g", [new TopicPartitionOffset(First, 3)])]);
        await _admin.DeleteGroupsAsync(["g"]);
        (await Should.ThrowAsync<DeleteGroupsException>(() => _admin.DeleteGroupsAsync(["g"]))).Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.GroupIdNotFound);

        async Task<TopicPartitionOffsetError> ListAsync() =>
            (await _admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions("g", [First])])).ShouldHaveSingleItem().Partitions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task RecordsBeforeAnOffset_AreDeleted()
    {
        (await _admin.DeleteRecordsAsync([new TopicPartitionOffset(First, 2)])).ShouldHaveSingleItem().Offset.Value.ShouldBe(2);

        var beyond = await Should.ThrowAsync<DeleteRecordsException>(() => _admin.DeleteRecordsAsync([new TopicPartitionOffset(First, 99)]));
        beyond.Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.OffsetOutOfRange);
    }

    [Fact]
    public async Task Configs_AreSetAppendedToAndTakenBack()
    {
        ConfigResource topic = new() { Type = ResourceType.Topic, Name = "t" };
        await ChangeAsync("retention.ms", "5000", AlterConfigOpType.Set);
        await ChangeAsync("cleanup.policy", "compact", AlterConfigOpType.Append);
        var set = (await _admin.DescribeConfigsAsync([topic])).ShouldHaveSingleItem().Entries;
        set["retention.ms"].Value.ShouldBe("5000");
        set["cleanup.policy"].Value.ShouldBe("delete,compact");

        await ChangeAsync("retention.ms", null, AlterConfigOpType.Delete);
        await ChangeAsync("cleanup.policy", "compact", AlterConfigOpType.Subtract);
        set = (await _admin.DescribeConfigsAsync([topic])).ShouldHaveSingleItem().Entries;
        set["retention.ms"].IsDefault.ShouldBeTrue();
        set["cleanup.policy"].Value.ShouldBe("delete");
        (await Should.ThrowAsync<IncrementalAlterConfigsException>(() => ChangeAsync("retention.ms", "soon", AlterConfigOpType.Set))).Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.InvalidConfig);

        Task ChangeAsync(string name, string? value, AlterConfigOpType operation) =>
            _admin.IncrementalAlterConfigsAsync(new() { [topic] = [new ConfigEntry { Name = name, Value = value, IncrementalOperation = operation }] });
    }

    [Fact]
    public async Task WhatNeedsSeveralBrokersOrUsers_IsAnsweredAsByOneNodeWithoutThem()
    {
        var elected = await Should.ThrowAsync<ElectLeadersException>(() => _admin.ElectLeadersAsync(ElectionType.Preferred, [First]));
        elected.Results.TopicPartitions.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.ElectionNotNeeded);

        // Not of all users: an answer without any ends the thread that completes this client's calls.
        var nobody = await Should.ThrowAsync<DescribeUserScramCredentialsException>(() => _admin.DescribeUserScramCredentialsAsync(["a"]));
        nobody.Results.UserScramCredentialsDescriptions.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.ResourceNotFound);
    }
}
