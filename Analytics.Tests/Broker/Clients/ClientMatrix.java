import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.BooleanSupplier;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.*;

/**
 * What a Java application does with a broker, check by check: "ok NAME: RESULT" or "BAD NAME: …". Results depend on nothing but the broker's behaviour,
 * so that two brokers can be compared line by line. Compiles against kafka-clients 3.9 and 4.2.
 */
public class ClientMatrix {
    /** The records of these topics are of 1970. */
    static final Map<String, String> KEPT = Map.of("retention.ms", "-1");
    static String bootstrap;
    static Admin admin;
    static int bad, checks;

    interface Check { Object run() throws Exception; }

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 30000, "request.timeout.ms", 20000));
        topics();
        records();
        offsets();
        for (String assignor : List.of("RangeAssignor", "RoundRobinAssignor", "StickyAssignor", "CooperativeStickyAssignor"))
            check("rebalance " + assignor, () -> rebalance(assignor));
        groups();
        transactions();
        changes();
        errors();
        admin.close(Duration.ofSeconds(5));
        System.out.println(checks + " checks, " + bad + " bad");
        System.exit(bad == 0 ? 0 : 1);
    }

    static void topics() {
        check("create topics", () -> { admin.createTopics(List.of(new NewTopic("m", 3, (short) 1), new NewTopic("one", 1, (short) 1).configs(
                Map.of("retention.ms", "100000", "cleanup.policy", "delete")), new NewTopic("default", Optional.of(2), Optional.empty()))).all().get();
            return "made"; });
        check("create again", () -> failure(admin.createTopics(List.of(new NewTopic("m", 3, (short) 1))).all()));
        check("create bad name", () -> failure(admin.createTopics(List.of(new NewTopic("a b", 3, (short) 1))).all()));
        check("create no partitions", () -> failure(admin.createTopics(List.of(new NewTopic("none", 0, (short) 1))).all()));
        check("create replicated", () -> failure(admin.createTopics(List.of(new NewTopic("none", 1, (short) 3))).all()));
        check("create bad config", () -> failure(admin.createTopics(List.of(new NewTopic("none", 1, (short) 1).configs(Map.of("retention.ms", "x")))).all()));
        check("validate only", () -> { admin.createTopics(List.of(new NewTopic("dry", 1, (short) 1)), new CreateTopicsOptions().validateOnly(true)).all().get();
            return admin.listTopics().names().get().contains("dry"); });
        check("list topics", () -> await(() -> get(admin.listTopics().names()).containsAll(Set.of("m", "one", "default"))));
        check("describe topics", () -> describe(List.of("m", "one")));
        check("describe topic ids", () -> { Uuid id = admin.describeTopics(List.of("m")).allTopicNames().get().get("m").topicId();
            return admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds().get().get(id).name(); });
        check("describe unknown", () -> failure(admin.describeTopics(List.of("unknown")).allTopicNames()));
        check("create partitions", () -> { admin.createPartitions(Map.of("one", NewPartitions.increaseTo(2))).all().get();
            await(() -> get(admin.describeTopics(List.of("one")).allTopicNames()).get("one").partitions().size() == 2);
            return describe(List.of("one")); });
        check("fewer partitions", () -> failure(admin.createPartitions(Map.of("one", NewPartitions.increaseTo(1))).all()));
        ConfigResource one = new ConfigResource(ConfigResource.Type.TOPIC, "one");
        check("describe configs", () -> configs(one, "retention.ms", "cleanup.policy", "max.message.bytes", "compression.type", "message.timestamp.type"));
        check("alter configs", () -> { admin.incrementalAlterConfigs(Map.of(one, List.of(
                new AlterConfigOp(new ConfigEntry("max.message.bytes", "2000"), AlterConfigOp.OpType.SET),
                new AlterConfigOp(new ConfigEntry("retention.ms", ""), AlterConfigOp.OpType.DELETE),
                new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.APPEND)))).all().get();
            await(() -> get(admin.describeConfigs(List.of(one)).all()).get(one).get("max.message.bytes").value().equals("2000"));
            return configs(one, "max.message.bytes", "cleanup.policy"); });
        check("alter bad config", () -> failure(admin.incrementalAlterConfigs(Map.of(one, List.of(
                new AlterConfigOp(new ConfigEntry("retention.ms", "soon"), AlterConfigOp.OpType.SET)))).all()));
        check("describe cluster", () -> { DescribeClusterResult c = admin.describeCluster();
            return c.nodes().get().size() + " " + (c.controller().get() != null) + " " + c.clusterId().get().length(); });
        check("delete topics", () -> { admin.deleteTopics(List.of("default")).all().get();
            return await(() -> !get(admin.listTopics().names()).contains("default")); });
        check("delete unknown", () -> failure(admin.deleteTopics(List.of("unknown")).all()));
    }

    static void records() {
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd"))
            check("produce and consume " + codec, () -> { String topic = "c-" + codec;
                admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1).configs(KEPT))).all().get();
                try (KafkaProducer<String, String> p = producer(Map.of("compression.type", codec, "linger.ms", 5))) {
                    for (int i = 0; i < 500; i++) p.send(new ProducerRecord<>(topic, null, 1000L + i, "k" + i, "v" + i, List.of(header("h", "" + i))));
                    p.flush();
                }
                List<ConsumerRecord<String, String>> all = read(topic, "read_uncommitted");
                return all.size() + " " + all.stream().allMatch(r -> r.value().equals("v" + r.key().substring(1)) && r.headers().lastHeader("h") != null
                        && r.timestamp() == 1000L + Integer.parseInt(r.key().substring(1))) + " " + all.stream().map(ConsumerRecord::key).distinct().count(); });
        for (String acks : List.of("0", "1", "all"))
            check("acks " + acks, () -> { try (KafkaProducer<String, String> p = producer(Map.of("acks", acks, "enable.idempotence", false))) {
                RecordMetadata m = p.send(new ProducerRecord<>("m", 0, null, acks)).get();
                return m.partition() + " " + (acks.equals("0") ? m.hasOffset() : m.offset() >= 0); } });
        check("too large", () -> { try (KafkaProducer<String, String> p = producer(Map.of())) {
            return failure(p.send(new ProducerRecord<>("one", 0, null, "x".repeat(5000)))); } });
        check("partitions for", () -> { try (KafkaProducer<String, String> p = producer(Map.of())) { return p.partitionsFor("m").size(); } });
        check("auto create", () -> { try (KafkaProducer<String, String> p = producer(Map.of())) {
            return p.send(new ProducerRecord<>("auto", "v")).get().offset(); } });
    }

    static void offsets() {
        TopicPartition tp = new TopicPartition("off", 0);
        check("offsets", () -> { admin.createTopics(List.of(new NewTopic("off", 1, (short) 1).configs(KEPT))).all().get();
            try (KafkaProducer<String, String> p = producer(Map.of("batch.size", 0))) {
                for (long t : new long[] {100, 300, 200, 400, 150}) p.send(new ProducerRecord<>("off", 0, t, "k", "v")).get();
            }
            return offset(tp, OffsetSpec.earliest()) + " " + offset(tp, OffsetSpec.latest()) + " " + offset(tp, OffsetSpec.maxTimestamp()) + " "
                    + offset(tp, OffsetSpec.forTimestamp(0)) + " " + offset(tp, OffsetSpec.forTimestamp(250)) + " " + offset(tp, OffsetSpec.forTimestamp(500)); });
        check("offsets for times", () -> { try (KafkaConsumer<String, String> c = consumer(null, Map.of())) {
            OffsetAndTimestamp found = c.offsetsForTimes(Map.of(tp, 350L)).get(tp);
            return found.offset() + "@" + found.timestamp() + " " + c.beginningOffsets(List.of(tp)).get(tp) + " " + c.endOffsets(List.of(tp)).get(tp); } });
        check("delete records", () -> { long low = admin.deleteRecords(Map.of(tp, RecordsToDelete.beforeOffset(2))).lowWatermarks().get(tp).get().lowWatermark();
            return low + " " + offset(tp, OffsetSpec.earliest()) + " " + read("off", "read_uncommitted").size(); });
        check("delete records beyond", () -> failure(admin.deleteRecords(Map.of(tp, RecordsToDelete.beforeOffset(99))).all()));
        check("delete records unknown", () -> failure(admin.deleteRecords(
                Map.of(new TopicPartition("off", 7), RecordsToDelete.beforeOffset(1)), new DeleteRecordsOptions().timeoutMs(2000)).all()));
        check("out of range", () -> { try (KafkaConsumer<String, String> c = consumer(null, Map.of("auto.offset.reset", "none"))) {
            c.assign(List.of(tp)); c.seek(tp, 1);
            try { for (int i = 0; i < 50; i++) c.poll(Duration.ofMillis(100)); return "nothing"; }
            catch (OffsetOutOfRangeException e) { return e.offsetOutOfRangePartitions(); } } });
        check("seek and pause", () -> { try (KafkaConsumer<String, String> c = consumer(null, Map.of("max.poll.records", 1))) {
            c.assign(List.of(tp)); c.seek(tp, 3); long first = poll(c, 1).get(0).offset();
            c.pause(List.of(tp)); int none = c.poll(Duration.ofMillis(300)).count(); c.resume(List.of(tp));
            return first + " " + none + " " + poll(c, 1).get(0).offset(); } });
    }

    /** Two members share the partitions; when one leaves, the other has them all. */
    static Object rebalance(String assignor) throws Exception {
        String group = "r-" + assignor; String topic = group;
        admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get();
        Map<String, Object> p = Map.of("partition.assignment.strategy", "org.apache.kafka.clients.consumer." + assignor, "session.timeout.ms", 10000);
        try (KafkaConsumer<String, String> a = consumer(group, p); KafkaConsumer<String, String> b = consumer(group, p)) {
            a.subscribe(List.of(topic));
            await(() -> { a.poll(Duration.ofMillis(50)); return a.assignment().size() == 4; });
            b.subscribe(List.of(topic));
            await(() -> { a.poll(Duration.ofMillis(50)); b.poll(Duration.ofMillis(50)); return a.assignment().size() == 2 && b.assignment().size() == 2; });
            boolean apart = Collections.disjoint(a.assignment(), b.assignment());
            ConsumerGroupDescription d = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            b.close();
            await(() -> { a.poll(Duration.ofMillis(50)); return a.assignment().size() == 4; });
            return apart + " " + d.members().size() + " " + d.partitionAssignor() + " " + d.members().stream().mapToInt(m -> m.assignment().topicPartitions().size()).sum();
        }
    }

    static void groups() {
        TopicPartition tp = new TopicPartition("off", 0);
        check("commit and fetch", () -> { try (KafkaConsumer<String, String> c = consumer("g", Map.of())) {
            c.subscribe(List.of("off")); poll(c, 3);
            c.commitSync(Map.of(tp, new OffsetAndMetadata(4, Optional.empty(), "note")));
            return c.committed(Set.of(tp)).get(tp) + " " + failure(admin.deleteConsumerGroups(List.of("g")).all())
                    + " " + failure(admin.deleteConsumerGroupOffsets("g", Set.of(tp)).partitionResult(tp)); } });
        check("resumes", () -> { try (KafkaConsumer<String, String> c = consumer("g", Map.of())) {
            c.subscribe(List.of("off")); return poll(c, 1).get(0).offset(); } });
        check("list and describe", () -> { ConsumerGroupDescription d = admin.describeConsumerGroups(List.of("g")).all().get().get("g");
            return admin.listConsumerGroups().all().get().stream().anyMatch(g -> g.groupId().equals("g")) + " " + d.state() + " " + d.members().size(); });
        check("list offsets of group", () -> admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata().get());
        check("alter offsets", () -> { admin.alterConsumerGroupOffsets("g", Map.of(tp, new OffsetAndMetadata(3))).all().get();
            return admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata().get().get(tp).offset(); });
        check("delete offsets", () -> { admin.deleteConsumerGroupOffsets("g", Set.of(tp)).all().get();
            return admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata().get(); });
        check("delete group", () -> { admin.deleteConsumerGroups(List.of("g")).all().get();
            return admin.listConsumerGroups().all().get().stream().noneMatch(g -> g.groupId().equals("g")); });
        check("delete unknown group", () -> failure(admin.deleteConsumerGroups(List.of("nobody")).all()));
        check("static members", () -> { Map<String, Object> p = Map.of("group.instance.id", "s1", "session.timeout.ms", 20000);
            KafkaConsumer<String, String> a = consumer("static", p); a.subscribe(List.of("m"));
            await(() -> { a.poll(Duration.ofMillis(50)); return a.assignment().size() == 3; });
            int generation = a.groupMetadata().generationId();
            a.close();
            KafkaConsumer<String, String> again = consumer("static", p); again.subscribe(List.of("m"));
            await(() -> { again.poll(Duration.ofMillis(50)); return again.assignment().size() == 3; });
            int kept = again.groupMetadata().generationId() - generation;
            KafkaConsumer<String, String> twin = consumer("static", p); twin.subscribe(List.of("m"));
            await(() -> { twin.poll(Duration.ofMillis(50)); return twin.assignment().size() == 3; });
            String fenced = "not fenced";
            try { for (int i = 0; i < 100; i++) again.poll(Duration.ofMillis(100)); }
            catch (KafkaException e) { fenced = e.getClass().getSimpleName(); }
            again.close(Duration.ofMillis(100)); twin.close();
            int before = admin.describeConsumerGroups(List.of("static")).all().get().get("static").members().size();
            admin.removeMembersFromConsumerGroup("static", new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("s1")))).all().get();
            int after = admin.describeConsumerGroups(List.of("static")).all().get().get("static").members().size();
            return kept + " " + fenced + " " + before + " " + after; });
    }

    static void transactions() {
        TopicPartition tp = new TopicPartition("tx", 0);
        check("commit and abort", () -> { admin.createTopics(List.of(new NewTopic("tx", 1, (short) 1))).all().get();
            try (KafkaProducer<String, String> p = producer(Map.of("transactional.id", "t1"))) {
                p.initTransactions();
                for (int i = 0; i < 6; i++) { p.beginTransaction(); p.send(new ProducerRecord<>("tx", 0, "k", "v" + i)); p.flush();
                    if (i % 2 == 0) p.commitTransaction(); else p.abortTransaction(); }
            }
            return values("tx", "read_committed") + " " + values("tx", "read_uncommitted").size() + " " + offset(tp, OffsetSpec.latest()); });
        check("open transaction", () -> { try (KafkaProducer<String, String> p = producer(Map.of("transactional.id", "t2"))) {
            p.initTransactions(); p.beginTransaction(); p.send(new ProducerRecord<>("tx", 0, "k", "open")).get();
            ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
            long stable = admin.listOffsets(Map.of(tp, OffsetSpec.latest()), committed).partitionResult(tp).get().offset();
            long end = offset(tp, OffsetSpec.latest());
            TransactionDescription d = admin.describeTransactions(List.of("t2")).all().get().get("t2");
            boolean listed = admin.listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING))).all().get().stream()
                    .anyMatch(t -> t.transactionalId().equals("t2"));
            long started = admin.describeProducers(List.of(tp)).partitionResult(tp).get().activeProducers().stream()
                    .filter(s -> s.producerId() == d.producerId()).findFirst().get().currentTransactionStartOffset().getAsLong();
            p.commitTransaction();
            return (end - stable) + " " + d.state() + " " + d.topicPartitions() + " " + listed + " " + (started == stable) + " " + (offset(tp, OffsetSpec.latest()) - end); } });
        check("offsets in transactions", () -> { try (KafkaProducer<String, String> p = producer(Map.of("transactional.id", "t3"));
                KafkaConsumer<String, String> c = consumer("tg", Map.of("isolation.level", "read_committed"))) {
            c.subscribe(List.of("tx")); poll(c, 4); p.initTransactions(); List<Object> seen = new ArrayList<>();
            for (long offset : new long[] {2, 4}) {
                p.beginTransaction(); p.sendOffsetsToTransaction(Map.of(tp, new OffsetAndMetadata(offset)), c.groupMetadata());
                if (offset == 2) p.commitTransaction(); else p.abortTransaction();
                seen.add(c.committed(Set.of(tp)).get(tp).offset());
            }
            return seen; } });
        check("fencing", () -> { try (KafkaProducer<String, String> a = producer(Map.of("transactional.id", "t4"));
                KafkaProducer<String, String> b = producer(Map.of("transactional.id", "t4"))) {
            a.initTransactions(); a.beginTransaction(); a.send(new ProducerRecord<>("tx", 0, "k", "zombie")).get();
            b.initTransactions(); String failed;
            try { a.commitTransaction(); failed = "not fenced"; } catch (KafkaException e) { failed = e.getClass().getSimpleName(); }
            b.beginTransaction(); b.send(new ProducerRecord<>("tx", 0, "k", "alive")); b.commitTransaction();
            List<String> v = values("tx", "read_committed");
            return failed + " " + v.contains("zombie") + " " + v.contains("alive"); } });
        check("fenced by an administrator", () -> { try (KafkaProducer<String, String> a = producer(Map.of("transactional.id", "t5"))) {
            a.initTransactions(); a.beginTransaction(); admin.fenceProducers(List.of("t5")).all().get();
            try { a.send(new ProducerRecord<>("tx", 0, "k", "fenced")).get(); a.commitTransaction(); return "not fenced"; }
            // Which of the two depends on the request that hears of it first: with transactions of version 2 partitions are added by the records themselves.
            catch (ExecutionException | KafkaException e) { Throwable t = e instanceof ExecutionException ? e.getCause() : e;
                return t instanceof org.apache.kafka.common.errors.ProducerFencedException
                        || t instanceof org.apache.kafka.common.errors.InvalidProducerEpochException; } } });
        check("timeout too long", () -> { try (KafkaProducer<String, String> a = producer(Map.of("transactional.id", "t6", "transaction.timeout.ms", 1000000))) {
            try { a.initTransactions(); return "taken"; } catch (KafkaException e) { return root(e); } } });
        check("idempotent after transactions", () -> { try (KafkaProducer<String, String> p = producer(Map.of("enable.idempotence", true))) {
            p.send(new ProducerRecord<>("tx", 0, "k", "plain")).get(); return values("tx", "read_committed").contains("plain"); } });
    }

    /** Topics that change under clients, and records larger than a fetch asks for. */
    static void changes() {
        Map<String, Object> quick = Map.of("metadata.max.age.ms", 300);
        check("partitions added", () -> { admin.createTopics(List.of(new NewTopic("grow", 1, (short) 1))).all().get();
            try (KafkaProducer<String, String> p = producer(quick); KafkaConsumer<String, String> c = consumer("growing", quick)) {
                c.subscribe(List.of("grow")); p.send(new ProducerRecord<>("grow", "k", "before")).get(); String before = poll(c, 1).get(0).value();
                admin.createPartitions(Map.of("grow", NewPartitions.increaseTo(3))).all().get();
                await(() -> { c.poll(Duration.ofMillis(50)); return c.assignment().size() == 3 && p.partitionsFor("grow").size() == 3; });
                p.send(new ProducerRecord<>("grow", 2, "k", "after")).get();
                return before + " " + poll(c, 1).get(0).value(); } });
        check("topic made anew", () -> { admin.createTopics(List.of(new NewTopic("anew", 1, (short) 1))).all().get();
            try (KafkaProducer<String, String> p = producer(quick); KafkaConsumer<String, String> c = consumer("anew", quick)) {
                c.subscribe(List.of("anew")); for (int i = 0; i < 5; i++) p.send(new ProducerRecord<>("anew", "k", "old" + i)).get(); int old = poll(c, 5).size();
                admin.deleteTopics(List.of("anew")).all().get(); await(() -> !get(admin.listTopics().names()).contains("anew"));
                await(() -> get(admin.createTopics(List.of(new NewTopic("anew", 1, (short) 1))).all().toCompletionStage().handle((v, e) -> e == null).toCompletableFuture()));
                p.send(new ProducerRecord<>("anew", "k", "new0")).get(); p.send(new ProducerRecord<>("anew", "k", "new1")).get();
                return old + " " + poll(c, 2).stream().map(ConsumerRecord::value).collect(Collectors.toList()); } });
        check("topics by pattern", () -> { admin.createTopics(List.of(new NewTopic("like-1", 1, (short) 1))).all().get();
            try (KafkaConsumer<String, String> c = consumer("liking", quick)) {
                c.subscribe(java.util.regex.Pattern.compile("like-.*")); await(() -> { c.poll(Duration.ofMillis(50)); return c.assignment().size() == 1; });
                admin.createTopics(List.of(new NewTopic("like-2", 2, (short) 1))).all().get();
                return await(() -> { c.poll(Duration.ofMillis(50)); return c.assignment().size() == 3; }); } });
        check("ten megabytes", () -> { admin.createTopics(List.of(new NewTopic("large", 1, (short) 1).configs(Map.of("max.message.bytes", "12000000")))).all().get();
            String value = "0123456789".repeat(1024 * 1024);
            try (KafkaProducer<String, String> p = producer(Map.of("max.request.size", 12000000))) { for (int i = 0; i < 2; i++) p.send(new ProducerRecord<>("large", "k", value)).get(); }
            return values("large", "read_committed").stream().map(value::equals).collect(Collectors.toList()); });
        check("lag and ends", () -> { TopicPartition tp = new TopicPartition("anew", 0); try (KafkaConsumer<String, String> c = consumer("ends", Map.of())) {
            c.assign(List.of(tp)); c.seekToEnd(List.of(tp)); long end = c.position(tp); c.seekToBeginning(List.of(tp)); long start = c.position(tp);
            poll(c, 1); return end + " " + start + " " + c.currentLag(tp) + " " + c.listTopics().containsKey("anew"); } });
    }

    static void errors() {
        check("unknown partition", () -> { try (KafkaConsumer<String, String> c = consumer(null, Map.of("allow.auto.create.topics", false))) {
            return c.partitionsFor("nothing", Duration.ofSeconds(5)); } catch (KafkaException e) { return e.getClass().getSimpleName(); } });
        check("commit as a stranger", () -> { try (KafkaConsumer<String, String> c = consumer("strangers", Map.of()); KafkaConsumer<String, String> d = consumer("strangers", Map.of())) {
            c.subscribe(List.of("m")); await(() -> { c.poll(Duration.ofMillis(50)); return c.assignment().size() == 3; });
            d.assign(List.of(new TopicPartition("m", 0)));
            try { d.commitSync(Map.of(new TopicPartition("m", 0), new OffsetAndMetadata(0))); return "taken"; }
            catch (KafkaException e) { return e.getClass().getSimpleName(); } } });
        check("log dirs", () -> { var dirs = admin.describeLogDirs(List.of(Integer.parseInt(get(admin.describeCluster().controller()).idString()))).allDescriptions().get();
            return dirs.size() + " " + dirs.values().iterator().next().values().iterator().next().replicaInfos().get(new TopicPartition("off", 0)).offsetLag(); });
        check("broker configs", () -> { ConfigResource b = new ConfigResource(ConfigResource.Type.BROKER, get(admin.describeCluster().controller()).idString());
            return admin.describeConfigs(List.of(b)).all().get().get(b).get("num.partitions") != null; });
    }

    static String describe(List<String> topics) throws Exception {
        return new TreeMap<>(admin.describeTopics(topics).allTopicNames().get()).values().stream().map(t -> t.name() + ":" + t.isInternal() + ":" + t.partitions().stream()
                .map(p -> p.partition() + "/" + p.replicas().size() + "/" + p.isr().size()).collect(Collectors.joining(","))).collect(Collectors.joining(" "));
    }

    static String configs(ConfigResource r, String... names) throws Exception {
        Config all = admin.describeConfigs(List.of(r)).all().get().get(r);
        return Arrays.stream(names).map(n -> n + "=" + all.get(n).value() + "(" + all.get(n).isDefault() + ")").collect(Collectors.joining(" "));
    }

    static long offset(TopicPartition tp, OffsetSpec spec) throws Exception { return admin.listOffsets(Map.of(tp, spec)).partitionResult(tp).get().offset(); }

    static List<String> values(String topic, String isolation) throws Exception {
        return read(topic, isolation).stream().map(ConsumerRecord::value).collect(Collectors.toList());
    }

    /** All partitions of a topic to where this isolation level ends. */
    static List<ConsumerRecord<String, String>> read(String topic, String isolation) throws Exception {
        try (KafkaConsumer<String, String> c = consumer(null, Map.of("isolation.level", isolation))) {
            List<TopicPartition> all = c.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).collect(Collectors.toList());
            c.assign(all); c.seekToBeginning(all);
            Map<TopicPartition, Long> ends = c.endOffsets(all);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            await(() -> { c.poll(Duration.ofMillis(100)).forEach(found::add); return all.stream().allMatch(tp -> c.position(tp) >= ends.get(tp)); });
            return found;
        }
    }

    static List<ConsumerRecord<String, String>> poll(KafkaConsumer<String, String> c, int count) throws Exception {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        await(() -> { c.poll(Duration.ofMillis(100)).forEach(found::add); return found.size() >= count; });
        return found;
    }

    static KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> p = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "delivery.timeout.ms", 30000, "request.timeout.ms", 20000));
        p.putAll(more);
        return new KafkaProducer<>(p, new StringSerializer(), new StringSerializer());
    }

    static KafkaConsumer<String, String> consumer(String group, Map<String, Object> more) {
        Map<String, Object> p = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest", "enable.auto.commit", false,
                "heartbeat.interval.ms", 500));
        if (group != null) p.put("group.id", group);
        p.putAll(more);
        return new KafkaConsumer<>(p, new StringDeserializer(), new StringDeserializer());
    }

    static org.apache.kafka.common.header.Header header(String key, String value) {
        return new org.apache.kafka.common.header.internals.RecordHeader(key, value.getBytes());
    }

    static String failure(Future<?> f) throws Exception {
        try { f.get(30, TimeUnit.SECONDS); return "no failure"; } catch (ExecutionException e) { return e.getCause().getClass().getSimpleName(); }
    }

    static String root(Throwable e) { while (e.getCause() != null && e.getCause() != e) e = e.getCause(); return e.getClass().getSimpleName(); }

    static <T> T get(CompletableFuture<T> f) { return f.join(); }

    static <T> T get(KafkaFuture<T> f) { try { return f.get(); } catch (Exception e) { throw new RuntimeException(e); } }

    static boolean await(BooleanSupplier condition) throws Exception {
        for (long end = System.nanoTime() + 30_000_000_000L; System.nanoTime() < end; Thread.sleep(5)) if (condition.getAsBoolean()) return true;
        throw new TimeoutException("not within 30 s");
    }

    static void check(String name, Check check) {
        checks++;
        try { System.out.println("ok " + name + ": " + check.run()); }
        catch (Throwable e) { bad++; System.out.println("BAD " + name + ": " + e); e.printStackTrace(); }
    }
}
