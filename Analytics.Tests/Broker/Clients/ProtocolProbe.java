import org.apache.kafka.common.message.*;
import org.apache.kafka.common.protocol.*;
import java.io.*;
import java.net.*;
import java.nio.*;
import java.util.*;

/** Sends every offered version of every API, built by Kafka's own generated message classes, and parses the answer to the last byte. */
public class ProtocolProbe {
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]); int bad = 0, n = 0;
        try (Socket s = new Socket("127.0.0.1", port)) {
            s.setSoTimeout(15000);
            DataOutputStream out = new DataOutputStream(s.getOutputStream()); DataInputStream in = new DataInputStream(s.getInputStream());
            ApiVersionsResponseData offered = (ApiVersionsResponseData) call(in, out, ApiMessageType.API_VERSIONS, (short) 3,
                    new ApiVersionsRequestData().setClientSoftwareName("probe").setClientSoftwareVersion("1"));
            for (ApiVersionsResponseData.ApiVersion a : offered.apiKeys()) {
                ApiMessageType t = ApiMessageType.fromApiKey(a.apiKey());
                for (short v = a.minVersion(); v < t.lowestSupportedVersion(); v++) System.out.println("not known to Kafka: " + t.name + " v" + v);
                for (short v = (short) Math.max(a.minVersion(), t.lowestSupportedVersion()); v <= a.maxVersion(); v++) {
                    n++;
                    try { String r = call(in, out, t, v, request(t, v)).toString(); System.out.println(t.name + " v" + v + " " + r); }
                    catch (Exception e) { bad++;
                    System.out.println("BAD " + t.name + " v" + v + " " + e);
                    if (e instanceof IOException) System.exit(1);
                    }
                }
            }
        }
        System.out.println(n + " requests, " + bad + " bad"); System.exit(bad == 0 ? 0 : 1);
    }
    static int correlation;
    static Message call(DataInputStream in, DataOutputStream out, ApiMessageType t, short v, Message m) throws Exception {
        RequestHeaderData h = new RequestHeaderData().setRequestApiKey(t.apiKey()).setRequestApiVersion(v)
                .setCorrelationId(++correlation).setClientId("probe");
        short hv = t.requestHeaderVersion(v);
        ByteBuffer hb = MessageUtil.toByteBufferAccessor(h, hv).buffer(), mb = MessageUtil.toByteBufferAccessor(m, v).buffer();
        out.writeInt(hb.remaining() + mb.remaining());
        out.write(hb.array(), hb.position(), hb.remaining());
        out.write(mb.array(), mb.position(), mb.remaining());
        out.flush();
        byte[] r = new byte[in.readInt()]; in.readFully(r); ByteBuffer b = ByteBuffer.wrap(r); ByteBufferAccessor acc = new ByteBufferAccessor(b);
        ResponseHeaderData rh = new ResponseHeaderData(acc, t.responseHeaderVersion(v));
        if (rh.correlationId() != correlation) throw new IllegalStateException("correlation");
        ApiMessage resp = t.newResponse(); resp.read(acc, v);
        if (b.remaining() != 0) throw new IllegalStateException(b.remaining() + " bytes left");
        return resp;
    }
    static Message request(ApiMessageType t, short v) {
        switch (t) {
            case PRODUCE: { ProduceRequestData p = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1000);
                ProduceRequestData.TopicProduceDataCollection c = new ProduceRequestData.TopicProduceDataCollection();
                c.add(new ProduceRequestData.TopicProduceData().setName("t").setPartitionData(List.of(
                        new ProduceRequestData.PartitionProduceData().setIndex(0).setRecords(
                    org.apache.kafka.common.record.MemoryRecords.withRecords(org.apache.kafka.common.compress.Compression.NONE,
                            new org.apache.kafka.common.record.SimpleRecord("hello".getBytes()))))));
                    return p.setTopicData(c);
                    }
            case FETCH: { FetchRequestData f = new FetchRequestData().setMaxWaitMs(10).setMinBytes(1).setMaxBytes(100000);
                return f.setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("t").setPartitions(List.of(
                        new FetchRequestData.FetchPartition().setPartition(0).setFetchOffset(0).setPartitionMaxBytes(1000)))));
                }
            case LIST_OFFSETS: return new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(
                    new ListOffsetsRequestData.ListOffsetsTopic().setName("t").setPartitions(List.of(
                    new ListOffsetsRequestData.ListOffsetsPartition().setPartitionIndex(0).setTimestamp(-1)))));
            case METADATA: return new MetadataRequestData().setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("t")));
            case OFFSET_COMMIT: return new OffsetCommitRequestData().setGroupId("g").setTopics(List.of(
                    new OffsetCommitRequestData.OffsetCommitRequestTopic().setName("t").setPartitions(List.of(
                    new OffsetCommitRequestData.OffsetCommitRequestPartition().setPartitionIndex(0).setCommittedOffset(5)
                    .setCommittedMetadata("m")))));
            case OFFSET_FETCH: return new OffsetFetchRequestData().setGroupId("g").setTopics(List.of(
                    new OffsetFetchRequestData.OffsetFetchRequestTopic().setName("t").setPartitionIndexes(List.of(0))));
            case FIND_COORDINATOR: return new FindCoordinatorRequestData().setKey("g");
            case JOIN_GROUP: return new JoinGroupRequestData().setGroupId("j" + v).setSessionTimeoutMs(10000)
                    .setRebalanceTimeoutMs(v == 0 ? -1 : 10000).setMemberId("").setProtocolType("consumer").setProtocols(
                    new JoinGroupRequestData.JoinGroupRequestProtocolCollection(List.of(
                    new JoinGroupRequestData.JoinGroupRequestProtocol().setName("range").setMetadata(
                    new byte[] {0, 1})).iterator()));
            case SYNC_GROUP: return new SyncGroupRequestData().setGroupId("x").setGenerationId(1).setMemberId("m")
                    .setAssignments(List.of(new SyncGroupRequestData.SyncGroupRequestAssignment().setMemberId("m").setAssignment(
                    new byte[] {1})));
            case HEARTBEAT: return new HeartbeatRequestData().setGroupId("x").setGenerationId(1).setMemberId("m");
            case LEAVE_GROUP: return v < 3 ? new LeaveGroupRequestData().setGroupId("x")
                    .setMemberId("m") : new LeaveGroupRequestData().setGroupId("x").setMembers(List.of(
                    new LeaveGroupRequestData.MemberIdentity().setMemberId("m").setGroupInstanceId("i")));
            case DESCRIBE_GROUPS: return new DescribeGroupsRequestData().setGroups(List.of("g", "j0", "none"));
            case LIST_GROUPS: return new ListGroupsRequestData();
            case SASL_HANDSHAKE: return new SaslHandshakeRequestData().setMechanism("PLAIN");
            case SASL_AUTHENTICATE: return new SaslAuthenticateRequestData().setAuthBytes(new byte[] { 0, 97, 0, 112 });
            case API_VERSIONS: return new ApiVersionsRequestData().setClientSoftwareName("probe").setClientSoftwareVersion("1");
            case CREATE_TOPICS:
                    { CreateTopicsRequestData.CreatableTopicCollection c = new CreateTopicsRequestData.CreatableTopicCollection();
                c.add(new CreateTopicsRequestData.CreatableTopic().setName("c" + v).setNumPartitions(1).setReplicationFactor((short) 1));
                return new CreateTopicsRequestData().setTopics(c).setTimeoutMs(1000);
                }
            case DELETE_TOPICS: return v >= 6 ? new DeleteTopicsRequestData().setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState().setName("none"),
                    new DeleteTopicsRequestData.DeleteTopicState().setName(null).setTopicId(new org.apache.kafka.common.Uuid(1, 2)))).setTimeoutMs(1000) : new DeleteTopicsRequestData().setTopicNames(List.of("c" + (v + 1))).setTimeoutMs(1000);
            case CREATE_PARTITIONS:
                    { CreatePartitionsRequestData.CreatePartitionsTopicCollection c = new CreatePartitionsRequestData.CreatePartitionsTopicCollection();
                c.add(new CreatePartitionsRequestData.CreatePartitionsTopic().setName("t").setCount(10 + v).setAssignments(null));
                return new CreatePartitionsRequestData().setTopics(c).setTimeoutMs(1000);
                }
            case INIT_PRODUCER_ID: return new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(1000);
            case OFFSET_FOR_LEADER_EPOCH:
                    { OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection c = new OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection();
                c.add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic().setTopic("t").setPartitions(List.of(
                        new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition().setPartition(0).setLeaderEpoch(0))));
                return new OffsetForLeaderEpochRequestData().setTopics(c);
                }
            case DESCRIBE_CONFIGS: return new DescribeConfigsRequestData().setResources(List.of(
                    new DescribeConfigsRequestData.DescribeConfigsResource().setResourceType((byte) 2).setResourceName("t")
                    .setConfigurationKeys(null), new DescribeConfigsRequestData.DescribeConfigsResource()
                    .setResourceType((byte) 4).setResourceName("1").setConfigurationKeys(List.of("num.partitions"))));
            case ADD_PARTITIONS_TO_TXN: return new AddPartitionsToTxnRequestData().setV3AndBelowTransactionalId("tx").setV3AndBelowProducerId(7)
                    .setV3AndBelowTopics(new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection(List.of(
                    new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic().setName("t").setPartitions(List.of(0, 99))).iterator()));
            case ADD_OFFSETS_TO_TXN: return new AddOffsetsToTxnRequestData().setTransactionalId("tx").setProducerId(7).setGroupId("g");
            case END_TXN: return new EndTxnRequestData().setTransactionalId("tx").setProducerId(7).setCommitted(true);
            case TXN_OFFSET_COMMIT: return new TxnOffsetCommitRequestData().setTransactionalId("tx").setGroupId("g").setProducerId(7).setTopics(List.of(
                    new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic().setName("t").setPartitions(List.of(
                    new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition().setPartitionIndex(0).setCommittedOffset(5)))));
            case WRITE_TXN_MARKERS: return new WriteTxnMarkersRequestData().setMarkers(List.of(new WriteTxnMarkersRequestData.WritableTxnMarker()
                    .setProducerId(77).setTopics(List.of(new WriteTxnMarkersRequestData.WritableTxnMarkerTopic().setName("t").setPartitionIndexes(List.of(0))))));
            case DESCRIBE_PRODUCERS: return new DescribeProducersRequestData().setTopics(List.of(
                    new DescribeProducersRequestData.TopicRequest().setName("t").setPartitionIndexes(List.of(0, 99))));
            case DESCRIBE_TRANSACTIONS: return new DescribeTransactionsRequestData().setTransactionalIds(List.of("tx", "none"));
            case LIST_TRANSACTIONS: return new ListTransactionsRequestData().setStateFilters(List.of("Empty", "NoSuchState")).setProducerIdFilters(List.of(7L));
            case DELETE_RECORDS: return new DeleteRecordsRequestData().setTimeoutMs(1000).setTopics(List.of(
                    new DeleteRecordsRequestData.DeleteRecordsTopic().setName("t").setPartitions(List.of(
                    new DeleteRecordsRequestData.DeleteRecordsPartition().setPartitionIndex(0).setOffset(0)))));
            case DELETE_GROUPS: return new DeleteGroupsRequestData().setGroupsNames(List.of("none"));
            case OFFSET_DELETE: { OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection c = new OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection();
                c.add(new OffsetDeleteRequestData.OffsetDeleteRequestTopic().setName("t").setPartitions(List.of(
                        new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(1))));
                return new OffsetDeleteRequestData().setGroupId("g").setTopics(c);
                }
            case ALTER_CONFIGS: return new AlterConfigsRequestData().setResources(new AlterConfigsRequestData.AlterConfigsResourceCollection(List.of(
                    new AlterConfigsRequestData.AlterConfigsResource().setResourceType((byte) 2).setResourceName("t").setConfigs(
                    new AlterConfigsRequestData.AlterableConfigCollection(List.of(new AlterConfigsRequestData.AlterableConfig()
                    .setName("retention.ms").setValue("100000")).iterator()))).iterator()));
            case INCREMENTAL_ALTER_CONFIGS: return new IncrementalAlterConfigsRequestData().setResources(
                    new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection(List.of(new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                    .setResourceType((byte) 2).setResourceName("t").setConfigs(new IncrementalAlterConfigsRequestData.AlterableConfigCollection(List.of(
                    new IncrementalAlterConfigsRequestData.AlterableConfig().setName("retention.ms").setValue("200000")).iterator()))).iterator()));
            case DESCRIBE_CLUSTER: return new DescribeClusterRequestData();
            case DESCRIBE_LOG_DIRS: return new DescribeLogDirsRequestData().setTopics(null);
            case DESCRIBE_TOPIC_PARTITIONS: return new DescribeTopicPartitionsRequestData().setTopics(List.of(
                    new DescribeTopicPartitionsRequestData.TopicRequest().setName("t"), new DescribeTopicPartitionsRequestData.TopicRequest().setName("u")))
                    .setResponsePartitionLimit(1);
            case DESCRIBE_ACLS: return new DescribeAclsRequestData().setResourceTypeFilter((byte) 1).setPatternTypeFilter((byte) 1).setOperation((byte) 1).setPermissionType((byte) 1);
            case CREATE_ACLS: return new CreateAclsRequestData().setCreations(List.of(new CreateAclsRequestData.AclCreation().setResourceType((byte) 2).setResourceName("t")
                    .setResourcePatternType((byte) 3).setPrincipal("User:a").setHost("*").setOperation((byte) 3).setPermissionType((byte) 3)));
            case DELETE_ACLS: return new DeleteAclsRequestData().setFilters(List.of(new DeleteAclsRequestData.DeleteAclsFilter().setResourceTypeFilter((byte) 2)
                    .setResourceNameFilter("t").setPatternTypeFilter((byte) 3).setOperation((byte) 1).setPermissionType((byte) 1)));
            case ALTER_REPLICA_LOG_DIRS: return new AlterReplicaLogDirsRequestData().setDirs(new AlterReplicaLogDirsRequestData.AlterReplicaLogDirCollection(List.of(
                    new AlterReplicaLogDirsRequestData.AlterReplicaLogDir().setPath("/nowhere").setTopics(new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopicCollection(List.of(
                    new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic().setName("t").setPartitions(List.of(0))).iterator()))).iterator()));
            case ELECT_LEADERS: return new ElectLeadersRequestData().setTimeoutMs(1000).setTopicPartitions(new ElectLeadersRequestData.TopicPartitionsCollection(List.of(
                    new ElectLeadersRequestData.TopicPartitions().setTopic("t").setPartitions(List.of(0, 99))).iterator()));
            case ALTER_PARTITION_REASSIGNMENTS: return new AlterPartitionReassignmentsRequestData().setTopics(List.of(new AlterPartitionReassignmentsRequestData.ReassignableTopic()
                    .setName("t").setPartitions(List.of(new AlterPartitionReassignmentsRequestData.ReassignablePartition().setPartitionIndex(0).setReplicas(List.of(7)),
                    new AlterPartitionReassignmentsRequestData.ReassignablePartition().setPartitionIndex(1).setReplicas(null)))));
            case LIST_PARTITION_REASSIGNMENTS: return new ListPartitionReassignmentsRequestData().setTopics(List.of(
                    new ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics().setName("t").setPartitionIndexes(List.of(0))));
            case DESCRIBE_CLIENT_QUOTAS: return new DescribeClientQuotasRequestData().setComponents(List.of(
                    new DescribeClientQuotasRequestData.ComponentData().setEntityType(v == 0 ? "user" : "nonsense").setMatchType((byte) 0).setMatch("a")));
            case DESCRIBE_USER_SCRAM_CREDENTIALS: return new DescribeUserScramCredentialsRequestData().setUsers(List.of(
                    new DescribeUserScramCredentialsRequestData.UserName().setName("a")));
            case LIST_CONFIG_RESOURCES: return v == 0 ? new ListConfigResourcesRequestData() : new ListConfigResourcesRequestData().setResourceTypes(List.of((byte) 2, (byte) 4));
            case DESCRIBE_QUORUM: return new DescribeQuorumRequestData().setTopics(List.of(new DescribeQuorumRequestData.TopicData().setTopicName("__cluster_metadata").setPartitions(List.of(
                    new DescribeQuorumRequestData.PartitionData().setPartitionIndex(0), new DescribeQuorumRequestData.PartitionData().setPartitionIndex(1)))));
            case UPDATE_FEATURES: { UpdateFeaturesRequestData.FeatureUpdateKeyCollection c = new UpdateFeaturesRequestData.FeatureUpdateKeyCollection();
                c.add(new UpdateFeaturesRequestData.FeatureUpdateKey().setFeature("nope").setMaxVersionLevel((short) 1));
                return new UpdateFeaturesRequestData().setFeatureUpdates(c).setTimeoutMs(1000);
                }
            case CONSUMER_GROUP_HEARTBEAT: return new ConsumerGroupHeartbeatRequestData().setGroupId("g").setMemberId("m").setMemberEpoch(0).setRebalanceTimeoutMs(1000)
                    .setSubscribedTopicNames(List.of("t")).setTopicPartitions(List.of());
            default: throw new IllegalStateException("no request for " + t);
        }
    }
}
