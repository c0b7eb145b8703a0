import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.acl.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.quota.*;
import org.apache.kafka.common.resource.*;
import org.apache.kafka.common.serialization.*;

/**
 * Every call of Kafka 4.2's AdminClient, and what a user interface asks on its start: "CALL: VALUE" or "CALL: EXCEPTION", without what differs from run to
 * run, so that two brokers can be compared line by line.
 */
public class AdminMatrix {
    static String bootstrap;
    static Admin admin;
    static final TopicPartition AM0 = new TopicPartition("am", 0), NONE = new TopicPartition("none", 0);

    interface Call { Object run() throws Exception; }

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 15000, "request.timeout.ms", 10000, "retries", 100));
        topics();
        cluster();
        configs();
        reads();
        groups();
        transactions();
        partitions();
        security();
        protocols();
        topicsEnd();
        System.out.println("done");
        Runtime.getRuntime().halt(0);
    }

    static void topics() {
        call("createTopics", () -> { CreateTopicsResult r = admin.createTopics(List.of(new NewTopic("am", 2, (short) 1).configs(Map.of("retention.ms", "-1"))));
            return r.numPartitions("am").get() + " " + r.replicationFactor("am").get() + " " + r.config("am").get().get("retention.ms").value()
                    + " " + !r.topicId("am").get().equals(Uuid.ZERO_UUID); });
        call("createTopics assigned", () -> { admin.createTopics(List.of(new NewTopic("assigned", Map.of(0, List.of(1), 1, List.of(1))))).all().get();
            return partitionsOf("assigned"); });
        call("createTopics assigned elsewhere", () -> admin.createTopics(List.of(new NewTopic("elsewhere", Map.of(0, List.of(7))))).all().get());
        call("createTopics assigned with a gap", () -> admin.createTopics(List.of(new NewTopic("elsewhere", Map.of(1, List.of(1))))).all().get());
        call("createTopics twice in one request", () -> admin.createTopics(List.of(new NewTopic("twice", 1, (short) 1), new NewTopic("twice", 1, (short) 1))).all().get());
        call("createTopics colliding", () -> { admin.createTopics(List.of(new NewTopic("a.b", 1, (short) 1))).all().get();
            return admin.createTopics(List.of(new NewTopic("a_b", 1, (short) 1))).all().get(); });
        call("createPartitions assigned", () -> { admin.createPartitions(Map.of("assigned", NewPartitions.increaseTo(3, List.of(List.of(1))))).all().get();
            return partitionsOf("assigned"); });
        call("createPartitions assigned elsewhere", () -> admin.createPartitions(Map.of("assigned", NewPartitions.increaseTo(4, List.of(List.of(7))))).all().get());
        call("createPartitions assigned too few", () -> admin.createPartitions(Map.of("assigned", NewPartitions.increaseTo(6, List.of(List.of(1))))).all().get());
        call("createPartitions unknown", () -> admin.createPartitions(Map.of("none", NewPartitions.increaseTo(3))).all().get());
        call("createPartitions dry", () -> { admin.createPartitions(Map.of("assigned", NewPartitions.increaseTo(9)), new CreatePartitionsOptions().validateOnly(true)).all().get();
            return partitionsOf("assigned"); });
        call("listTopics", () -> admin.listTopics(new ListTopicsOptions().listInternal(false)).listings().get().stream()
                .map(t -> t.name() + " " + t.isInternal() + " " + !t.topicId().equals(Uuid.ZERO_UUID)).sorted().toList());
        call("describeTopics operations", () -> sorted(admin.describeTopics(List.of("am"), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames().get().get("am").authorizedOperations()));
        call("describeTopics page", () -> admin.describeTopics(List.of("am", "assigned"), new DescribeTopicsOptions().partitionSizeLimitPerResponse(1)).allTopicNames().get()
                .values().stream().map(t -> t.name() + t.partitions().size()).sorted().toList());
        call("describeTopics unknown id", () -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(new Uuid(1, 2)))).allTopicIds().get());
        call("describeTopics illegal", () -> admin.describeTopics(List.of("a b")).allTopicNames().get());
    }

    static void topicsEnd() {
        call("deleteTopics by id", () -> { Uuid id = admin.describeTopics(List.of("assigned")).allTopicNames().get().get("assigned").topicId();
            admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
            return await(() -> !admin.listTopics().names().get().contains("assigned")); });
        call("deleteTopics unknown id", () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(new Uuid(1, 2)))).all().get());
        call("deleteTopics", () -> { admin.deleteTopics(List.of("am")).all().get(); return await(() -> !admin.listTopics().names().get().contains("am")); });
        call("deleteTopics unknown", () -> admin.deleteTopics(List.of("none")).all().get());
    }

    static void cluster() {
        call("describeCluster", () -> { DescribeClusterResult c = admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
            return c.nodes().get().stream().map(n -> n.idString() + " " + n.host() + " " + n.rack()).toList() + " " + c.controller().get().id() + " " + sorted(c.authorizedOperations().get()); });
        call("describeCluster without operations", () -> admin.describeCluster().authorizedOperations().get());
        call("describeCluster fenced", () -> admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true)).nodes().get().stream().map(n -> n.isFenced()).toList());
        call("describeFeatures", () -> admin.describeFeatures().featureMetadata().get().finalizedFeatures().keySet().stream().sorted().toList());
        call("describeMetadataQuorum", () -> { QuorumInfo q = admin.describeMetadataQuorum().quorumInfo().get(); return q.leaderId() + " " + q.voters().size() + " " + q.observers().size(); });
        call("describeMetadataQuorum voter", () -> { QuorumInfo q = admin.describeMetadataQuorum().quorumInfo().get(); QuorumInfo.ReplicaState v = q.voters().get(0);
            return v.replicaId() + " " + v.replicaDirectoryId() + " " + (v.logEndOffset() >= q.highWatermark()) + " " + v.lastFetchTimestamp().isPresent() + " " + v.lastCaughtUpTimestamp().isPresent()
                    + " " + q.nodes().values().stream().map(n -> n.nodeId() + " " + n.endpoints().stream().map(e -> e.listener() + "://" + e.host()).toList()).toList(); });
        call("unregisterBroker", () -> admin.unregisterBroker(77).all().get());
        call("updateFeatures", () -> admin.updateFeatures(Map.of("nope", new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)), new UpdateFeaturesOptions()).all().get());
        call("updateFeatures dry", () -> admin.updateFeatures(Map.of("nope", new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)), new UpdateFeaturesOptions().validateOnly(true)).all().get());
        call("clientInstanceId", () -> admin.clientInstanceId(Duration.ofSeconds(5)));
    }

    static void configs() {
        ConfigResource am = new ConfigResource(ConfigResource.Type.TOPIC, "am"), broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        call("describeConfigs topic", () -> admin.describeConfigs(List.of(am)).all().get().get(am).entries().stream().map(ConfigEntry::name).sorted().toList());
        call("describeConfigs topic types", () -> admin.describeConfigs(List.of(am)).all().get().get(am).entries().stream()
                .map(e -> e.name() + " " + e.type() + " " + e.isReadOnly() + " " + e.isSensitive()).sorted().toList());
        call("describeConfigs documentation", () -> admin.describeConfigs(List.of(am), new DescribeConfigsOptions().includeDocumentation(true)).all().get().get(am)
                .get("retention.ms").documentation() != null);
        call("describeConfigs unknown topic", () -> { ConfigResource r = new ConfigResource(ConfigResource.Type.TOPIC, "none"); return admin.describeConfigs(List.of(r)).all().get(); });
        call("describeConfigs unknown broker", () -> { ConfigResource r = new ConfigResource(ConfigResource.Type.BROKER, "77"); return admin.describeConfigs(List.of(r), new DescribeConfigsOptions().timeoutMs(1000)).all().get(); });
        call("describeConfigs broker", () -> { Config c = admin.describeConfigs(List.of(broker)).all().get().get(broker);
            return Stream.of("advertised.listeners", "auto.create.topics.enable", "broker.id", "compression.type", "connections.max.idle.ms", "default.replication.factor", "delete.topic.enable", "fetch.max.bytes",
                    "group.max.session.timeout.ms", "group.min.session.timeout.ms", "listeners", "log.cleanup.policy", "log.dirs", "log.message.timestamp.type", "log.retention.bytes", "log.retention.hours", "log.retention.ms",
                    "log.segment.bytes", "message.max.bytes", "min.insync.replicas", "node.id", "num.partitions", "offset.metadata.max.bytes", "offsets.retention.minutes", "sasl.enabled.mechanisms", "socket.request.max.bytes",
                    "transaction.max.timeout.ms", "transactional.id.expiration.ms", "unclean.leader.election.enable")
                    .map(n -> n + "=" + (c.get(n) == null ? "missing" : c.get(n).type())).toList(); });
        call("describeConfigs cluster default", () -> { ConfigResource r = new ConfigResource(ConfigResource.Type.BROKER, ""); return admin.describeConfigs(List.of(r)).all().get().get(r).entries().size() > 3; });
        call("describeConfigs logger", () -> { ConfigResource r = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"); return !admin.describeConfigs(List.of(r)).all().get().get(r).entries().isEmpty(); });
        call("describeConfigs group", () -> { ConfigResource r = new ConfigResource(ConfigResource.Type.GROUP, "g"); return !admin.describeConfigs(List.of(r)).all().get().get(r).entries().isEmpty(); });
        call("describeConfigs client metrics", () -> { ConfigResource r = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "c"); return admin.describeConfigs(List.of(r)).all().get().get(r).entries().size(); });
        call("incrementalAlterConfigs twice", () -> { set(am, "max.message.bytes", "5000"); set(am, "segment.ms", "60000"); return null; });
        call("incrementalAlterConfigs unknown name", () -> { set(am, "nope", "1"); return null; });
        call("incrementalAlterConfigs null", () -> admin.incrementalAlterConfigs(Map.of(am, List.of(new AlterConfigOp(new ConfigEntry("retention.ms", null), AlterConfigOp.OpType.SET)))).all().get());
        call("incrementalAlterConfigs append to a number", () -> admin.incrementalAlterConfigs(Map.of(am, List.of(
                new AlterConfigOp(new ConfigEntry("retention.ms", "5"), AlterConfigOp.OpType.APPEND)))).all().get());
        call("incrementalAlterConfigs same key twice", () -> admin.incrementalAlterConfigs(Map.of(am, List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "5"), AlterConfigOp.OpType.SET),
                new AlterConfigOp(new ConfigEntry("retention.ms", "6"), AlterConfigOp.OpType.SET)))).all().get());
        call("incrementalAlterConfigs unknown topic", () -> { set(new ConfigResource(ConfigResource.Type.TOPIC, "none"), "retention.ms", "1"); return null; });
        call("incrementalAlterConfigs broker", () -> { set(broker, "log.cleaner.threads", "1"); return null; });
        call("incrementalAlterConfigs dry", () -> { admin.incrementalAlterConfigs(Map.of(am, List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "7"), AlterConfigOp.OpType.SET))),
                new AlterConfigsOptions().validateOnly(true)).all().get(); return admin.describeConfigs(List.of(am)).all().get().get(am).get("retention.ms").value(); });
        call("listConfigResources", () -> admin.listConfigResources(Set.of(ConfigResource.Type.TOPIC, ConfigResource.Type.BROKER), new ListConfigResourcesOptions()).all().get().stream()
                .filter(r -> !r.name().startsWith("__")).map(ConfigResource::toString).sorted().toList());
        call("listConfigResources all", () -> admin.listConfigResources().all().get().stream().map(r -> r.type().toString()).sorted().distinct().toList());
        call("listClientMetricsResources", () -> admin.listClientMetricsResources().all().get());
        call("describeLogDirs", () -> admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                .map(d -> d.values().iterator().next()).map(d -> d.error() + " " + d.replicaInfos().keySet().stream().filter(p -> p.topic().equals("am")).map(Object::toString).sorted().toList()
                    + " " + d.totalBytes().isPresent() + " " + d.usableBytes().isPresent()).toList());
        call("describeReplicaLogDirs", () -> admin.describeReplicaLogDirs(List.of(new TopicPartitionReplica("am", 0, 1))).all().get().values().stream()
                .map(i -> (i.getCurrentReplicaLogDir() != null) + " " + i.getCurrentReplicaOffsetLag() + " " + i.getFutureReplicaLogDir()).toList());
        call("alterReplicaLogDirs same", () -> { String dir = admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).keySet().iterator().next();
            return admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("am", 0, 1), dir)).all().get(); });
        call("alterReplicaLogDirs elsewhere", () -> admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("am", 0, 1), "/nowhere")).all().get());
        call("alterReplicaLogDirs unknown partition", () -> { String dir = admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).keySet().iterator().next();
            return admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("am", 77, 1), dir)).all().get(); });
    }

    static void reads() {
        call("records", () -> { try (KafkaProducer<String, String> p = producer(Map.of())) { for (long t : new long[] {100, 300, 200}) p.send(new ProducerRecord<>("am", 0, t, "k", "v")).get(); } return null; });
        Map<String, OffsetSpec> specs = new TreeMap<>(Map.of("earliest", OffsetSpec.earliest(), "latest", OffsetSpec.latest(), "max", OffsetSpec.maxTimestamp(), "at 150", OffsetSpec.forTimestamp(150), "at 999", OffsetSpec.forTimestamp(999),
                "earliest local", OffsetSpec.earliestLocal(), "latest tiered", OffsetSpec.latestTiered(), "earliest pending", OffsetSpec.earliestPendingUpload()));
        specs.forEach((name, spec) -> { for (IsolationLevel level : IsolationLevel.values()) call("listOffsets " + name + " " + level, () -> {
            ListOffsetsResult.ListOffsetsResultInfo i = admin.listOffsets(Map.of(AM0, spec), new ListOffsetsOptions(level)).partitionResult(AM0).get(); return i.offset() + " " + i.timestamp() + " " + i.leaderEpoch(); }); });
        call("listOffsets empty", () -> admin.listOffsets(Map.of(new TopicPartition("am", 1), OffsetSpec.maxTimestamp())).all().get().values().stream().map(i -> i.offset() + " " + i.timestamp()).toList());
        call("listOffsets unknown", () -> admin.listOffsets(Map.of(NONE, OffsetSpec.latest()), new ListOffsetsOptions().timeoutMs(3000)).all().get());
        call("deleteRecords", () -> admin.deleteRecords(Map.of(AM0, RecordsToDelete.beforeOffset(1))).lowWatermarks().get(AM0).get().lowWatermark());
        call("deleteRecords all", () -> admin.deleteRecords(Map.of(new TopicPartition("am", 1), RecordsToDelete.beforeOffset(-1))).all().get());
        call("deleteRecords compacted", () -> { admin.createTopics(List.of(new NewTopic("compacted", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")))).all().get();
            return admin.deleteRecords(Map.of(new TopicPartition("compacted", 0), RecordsToDelete.beforeOffset(0))).all().get(); });
    }

    static void groups() throws Exception {
        call("alterConsumerGroupOffsets", () -> admin.alterConsumerGroupOffsets("simple", Map.of(AM0, new OffsetAndMetadata(2, Optional.of(0), "note"))).all().get());
        call("alterConsumerGroupOffsets unknown topic", () -> admin.alterConsumerGroupOffsets("simple", Map.of(NONE, new OffsetAndMetadata(2))).all().get());
        call("alterConsumerGroupOffsets long note", () -> admin.alterConsumerGroupOffsets("simple", Map.of(AM0, new OffsetAndMetadata(2, "x".repeat(5000)))).all().get());
        call("listConsumerGroupOffsets", () -> admin.listConsumerGroupOffsets("simple").all().get());
        call("listConsumerGroupOffsets many", () -> new TreeMap<>(admin.listConsumerGroupOffsets(Map.of("simple", new ListConsumerGroupOffsetsSpec(),
                "nobody", new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(AM0)))).all().get()));
        call("describeConsumerGroups simple", () -> described("simple"));
        call("describeConsumerGroups unknown", () -> described("nobody"));
        call("describeClassicGroups simple", () -> admin.describeClassicGroups(List.of("simple")).all().get().get("simple").toString().replaceAll("port=\\d+|localhost:\\d+", "P"));
        call("describeClassicGroups unknown", () -> admin.describeClassicGroups(List.of("nobody")).all().get());
        call("describeShareGroups unknown", () -> admin.describeShareGroups(List.of("nobody")).all().get());
        call("describeStreamsGroups unknown", () -> admin.describeStreamsGroups(List.of("nobody")).all().get());
        call("listGroups", () -> admin.listGroups().all().get().stream().map(Object::toString).sorted().toList());
        call("listGroups classic", () -> admin.listGroups(new ListGroupsOptions().withTypes(Set.of(GroupType.CLASSIC))).all().get().size());
        call("listGroups share", () -> admin.listGroups(new ListGroupsOptions().withTypes(Set.of(GroupType.SHARE))).all().get().size());
        call("listGroups state", () -> admin.listGroups(new ListGroupsOptions().inGroupStates(Set.of(GroupState.STABLE))).all().get().size());
        call("listGroups protocol type", () -> admin.listGroups(new ListGroupsOptions().withProtocolTypes(Set.of("", "consumer"))).all().get().size());
        call("listConsumerGroups", () -> admin.listConsumerGroups().all().get().stream().map(Object::toString).sorted().toList());
        try (KafkaConsumer<String, String> c = consumer("member", Map.of("client.id", "cl", "group.instance.id", "i1"))) {
            c.subscribe(List.of("am"));
            await(() -> { c.poll(Duration.ofMillis(50)); return c.assignment().size() == 2; });
            call("describeConsumerGroups member", () -> described("member"));
            call("describeConsumerGroups operations", () -> sorted(admin.describeConsumerGroups(List.of("member"), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .all().get().get("member").authorizedOperations()));
            call("alterConsumerGroupOffsets while in use", () -> admin.alterConsumerGroupOffsets("member", Map.of(AM0, new OffsetAndMetadata(2))).all().get());
            call("deleteConsumerGroups in use", () -> admin.deleteConsumerGroups(List.of("member")).all().get());
            call("deleteConsumerGroupOffsets in use", () -> admin.deleteConsumerGroupOffsets("member", Set.of(AM0)).all().get());
            call("removeMembers unknown", () -> admin.removeMembersFromConsumerGroup("member", new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("nope")))).all().get());
            call("removeMembers all", () -> admin.removeMembersFromConsumerGroup("member", new RemoveMembersFromConsumerGroupOptions()).all().get());
        }
        call("removeMembers of nobody", () -> admin.removeMembersFromConsumerGroup("nobody", new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("nope")))).all().get());
        call("deleteConsumerGroupOffsets unknown partition", () -> admin.deleteConsumerGroupOffsets("simple", Set.of(NONE)).all().get());
        call("deleteConsumerGroupOffsets", () -> admin.deleteConsumerGroupOffsets("simple", Set.of(AM0)).all().get());
        call("describeConsumerGroups without offsets", () -> described("simple") + " " + admin.listGroups().all().get().stream().anyMatch(g -> g.groupId().equals("simple")));
        call("deleteConsumerGroupOffsets without offsets", () -> admin.deleteConsumerGroupOffsets("simple", Set.of(AM0)).all().get());
        call("deleteConsumerGroupOffsets unknown group", () -> admin.deleteConsumerGroupOffsets("nobody", Set.of(AM0)).all().get());
        call("deleteConsumerGroups", () -> { admin.alterConsumerGroupOffsets("simple", Map.of(AM0, new OffsetAndMetadata(2))).all().get();
            Map<String, KafkaFuture<Void>> r = admin.deleteConsumerGroups(List.of("simple", "nobody")).deletedGroups(); r.get("simple").get(); return r.get("nobody").get(); });
        call("deleteShareGroups unknown", () -> admin.deleteShareGroups(List.of("nobody")).all().get());
        call("listShareGroupOffsets unknown", () -> admin.listShareGroupOffsets(Map.of("nobody", new ListShareGroupOffsetsSpec())).all().get());
        call("listStreamsGroupOffsets unknown", () -> admin.listStreamsGroupOffsets(Map.of("nobody", new ListStreamsGroupOffsetsSpec())).all().get());
    }

    static void transactions() throws Exception {
        call("listTransactions", () -> admin.listTransactions().all().get());
        call("listTransactions by pattern", () -> admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("x.*")).all().get());
        call("describeTransactions unknown", () -> admin.describeTransactions(List.of("nope")).all().get());
        call("fenceProducers unknown", () -> { FenceProducersResult r = admin.fenceProducers(List.of("fresh")); r.all().get(); return r.epochId("fresh").get(); });
        try (KafkaProducer<String, String> p = producer(Map.of("transactional.id", "tid"))) {
            p.initTransactions(); p.beginTransaction(); p.send(new ProducerRecord<>("am", 1, "k", "v")).get();
            TopicPartition am1 = new TopicPartition("am", 1);
            call("listTransactions ongoing", () -> admin.listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING))).all().get().stream().map(TransactionListing::transactionalId).toList());
            call("listTransactions pattern", () -> admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("t.d")).all().get().stream().map(TransactionListing::transactionalId).toList());
            call("listTransactions bad pattern", () -> admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("(")).all().get());
            call("describeTransactions", () -> { TransactionDescription d = admin.describeTransactions(List.of("tid")).all().get().get("tid");
                return d.state() + " " + d.topicPartitions() + " " + d.coordinatorId() + " " + d.transactionTimeoutMs() + " " + d.transactionStartTimeMs().isPresent(); });
            ProducerState s = admin.describeProducers(List.of(am1)).partitionResult(am1).get().activeProducers().get(0);
            call("describeProducers", () -> s.lastSequence() + " " + s.currentTransactionStartOffset());
            call("abortTransaction wrong epoch", () -> admin.abortTransaction(new AbortTransactionSpec(am1, s.producerId(), (short) (s.producerEpoch() - 1), 0)).all().get());
            call("abortTransaction", () -> { admin.abortTransaction(new AbortTransactionSpec(am1, s.producerId(), (short) s.producerEpoch(), s.coordinatorEpoch().orElse(0))).all().get();
                return admin.describeProducers(List.of(am1)).partitionResult(am1).get().activeProducers().get(0).currentTransactionStartOffset(); });
            call("forceTerminateTransaction", () -> admin.forceTerminateTransaction("tid").result().get());
        }
        call("forceTerminateTransaction unknown", () -> admin.forceTerminateTransaction("never").result().get());
    }

    static void partitions() {
        call("electLeaders preferred", () -> outcomes(admin.electLeaders(ElectionType.PREFERRED, Set.of(AM0, NONE)).partitions().get()));
        call("electLeaders unclean", () -> outcomes(admin.electLeaders(ElectionType.UNCLEAN, Set.of(AM0)).partitions().get()));
        call("electLeaders all", () -> outcomes(admin.electLeaders(ElectionType.PREFERRED, null).partitions().get()));
        call("listPartitionReassignments", () -> admin.listPartitionReassignments().reassignments().get());
        call("listPartitionReassignments of", () -> admin.listPartitionReassignments(Set.of(AM0)).reassignments().get());
        call("listPartitionReassignments unknown", () -> admin.listPartitionReassignments(Set.of(NONE)).reassignments().get());
        call("alterPartitionReassignments here", () -> admin.alterPartitionReassignments(Map.of(AM0, Optional.of(new NewPartitionReassignment(List.of(1))))).all().get());
        call("alterPartitionReassignments elsewhere", () -> admin.alterPartitionReassignments(Map.of(AM0, Optional.of(new NewPartitionReassignment(List.of(7))))).all().get());
        call("alterPartitionReassignments nowhere", () -> admin.alterPartitionReassignments(Map.of(AM0, Optional.of(new NewPartitionReassignment(List.of())))).all().get());
        call("alterPartitionReassignments cancelled", () -> admin.alterPartitionReassignments(Map.of(AM0, Optional.empty())).all().get());
        call("alterPartitionReassignments unknown", () -> admin.alterPartitionReassignments(Map.of(NONE, Optional.of(new NewPartitionReassignment(List.of(1))))).all().get());
    }

    static void security() {
        AclBinding acl = new AclBinding(new ResourcePattern(ResourceType.TOPIC, "am", PatternType.LITERAL), new AccessControlEntry("User:a", "*", AclOperation.READ, AclPermissionType.ALLOW));
        call("describeAcls", () -> admin.describeAcls(AclBindingFilter.ANY).values().get());
        call("createAcls", () -> admin.createAcls(List.of(acl)).all().get());
        call("deleteAcls", () -> admin.deleteAcls(List.of(acl.toFilter())).all().get());
        call("describeClientQuotas", () -> admin.describeClientQuotas(ClientQuotaFilter.all()).entities().get());
        call("describeClientQuotas of a user", () -> admin.describeClientQuotas(ClientQuotaFilter.contains(List.of(ClientQuotaFilterComponent.ofEntity("user", "a")))).entities().get());
        call("describeClientQuotas of nonsense", () -> admin.describeClientQuotas(ClientQuotaFilter.contains(List.of(ClientQuotaFilterComponent.ofEntity("nope", "a")))).entities().get());
        call("alterClientQuotas", () -> admin.alterClientQuotas(List.of(new ClientQuotaAlteration(new ClientQuotaEntity(Map.of("user", "a")), List.of(new ClientQuotaAlteration.Op("nope", 1.0))))).all().get());
        call("describeUserScramCredentials", () -> admin.describeUserScramCredentials().all().get());
        call("describeUserScramCredentials of", () -> admin.describeUserScramCredentials(List.of("a")).description("a").get());
        call("alterUserScramCredentials", () -> admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion("a", ScramMechanism.SCRAM_SHA_256))).all().get());
        call("createDelegationToken", () -> admin.createDelegationToken().delegationToken().get());
        call("describeDelegationToken", () -> admin.describeDelegationToken().delegationTokens().get());
        call("renewDelegationToken", () -> admin.renewDelegationToken(new byte[] {1}).expiryTimestamp().get());
        call("expireDelegationToken", () -> admin.expireDelegationToken(new byte[] {1}).expiryTimestamp().get());
    }

    static void protocols() {
        call("consumer with group.protocol=consumer", () -> { try (KafkaConsumer<String, String> c = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "group.id", "new", "group.protocol", "consumer"),
                new StringDeserializer(), new StringDeserializer())) {
            c.subscribe(List.of("am")); return await(() -> { c.poll(Duration.ofMillis(50)); return c.assignment().size() == 2; }); } });
        call("consumer that assigns with group.protocol=consumer", () -> { try (KafkaConsumer<String, String> c = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "group.protocol", "consumer",
                "auto.offset.reset", "earliest"), new StringDeserializer(), new StringDeserializer())) {
            c.assign(List.of(AM0)); List<Object> seen = new ArrayList<>();
            await(() -> { c.poll(Duration.ofMillis(50)).forEach(r -> seen.add(r.offset())); return seen.size() == 2; }); return seen; } });
        call("share consumer", () -> { try (KafkaShareConsumer<String, String> c = new KafkaShareConsumer<>(Map.of("bootstrap.servers", bootstrap, "group.id", "share"), new StringDeserializer(), new StringDeserializer())) {
            c.subscribe(List.of("am")); for (int i = 0; i < 40; i++) c.poll(Duration.ofMillis(50)); return "polled"; } });
    }

    static String described(String group) throws Exception {
        ConsumerGroupDescription d = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        return d.groupState() + " " + d.type() + " " + d.isSimpleConsumerGroup() + " '" + d.partitionAssignor() + "' " + d.coordinator().id() + " " + d.members().stream()
                .map(m -> m.clientId() + " " + m.groupInstanceId().orElse("") + " " + m.host().replaceAll("/?(127.0.0.1|localhost|::1|0:0:0:0:0:0:0:1)(/.*|%.*)?", "HOST") + " " + m.assignment().topicPartitions().size()).toList();
    }

    static void set(ConfigResource r, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(r, List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)))).all().get();
    }

    static Object outcomes(Map<TopicPartition, Optional<Throwable>> partitions) {
        return partitions.entrySet().stream().map(e -> e.getKey() + " " + e.getValue().map(x -> x.getClass().getSimpleName()).orElse("elected")).sorted().toList();
    }

    static int partitionsOf(String topic) throws Exception { return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size(); }

    static Object sorted(Set<AclOperation> operations) { return operations == null ? null : operations.stream().map(Object::toString).sorted().toList(); }

    static KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> p = new HashMap<>(Map.of("bootstrap.servers", bootstrap));
        p.putAll(more);
        return new KafkaProducer<>(p, new StringSerializer(), new StringSerializer());
    }

    static KafkaConsumer<String, String> consumer(String group, Map<String, Object> more) {
        Map<String, Object> p = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest", "enable.auto.commit", false, "group.id", group));
        p.putAll(more);
        return new KafkaConsumer<>(p, new StringDeserializer(), new StringDeserializer());
    }

    static boolean await(Callable<Boolean> condition) throws Exception {
        for (long end = System.nanoTime() + 15_000_000_000L; System.nanoTime() < end; Thread.sleep(5)) if (condition.call()) return true;
        throw new java.util.concurrent.TimeoutException("not within 15 s");
    }

    static void call(String name, Call call) {
        String outcome;
        try { outcome = String.valueOf(call.run()); }
        catch (Throwable e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            outcome = cause.getClass().getSimpleName() + (System.getenv("MESSAGES") != null ? ": " + cause.getMessage() : "");
        }
        System.out.println(name + ": " + outcome);
    }
}
