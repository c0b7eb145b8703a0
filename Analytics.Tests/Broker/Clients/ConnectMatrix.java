import java.io.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;

/**
 * Kafka Connect, distributed, in a JVM of its own that is killed (SIGKILL) three times: a file is copied line by line to a topic, exactly once, and from
 * there to another file. What Connect knows (connectors, offsets, states) is in its topics, so that each new worker goes on where the last one was.
 */
public class ConnectMatrix {
    static String bootstrap;
    static Path folder;

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        if (args.length > 1) {
            work(Path.of(args[1]), args[2].equals("first"));
            return;
        }
        folder = Files.createTempDirectory("connect-");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("lines", 1, (short) 1))).all().get();
            Process worker = start("first");
            try {
                for (int kill = 1; kill <= 3; kill++) {
                    write(1000);
                    int half = written - 500;
                    until(() -> sunk().containsAll(lines(half)));
                    worker.destroyForcibly().waitFor();
                    worker = start("next");
                }
                write(1000);
                until(() -> sunk().containsAll(lines(written)));
                print(admin);
            } finally {
                worker.destroyForcibly().waitFor();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) { files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete()); }
        }
        System.out.println("done");
        Runtime.getRuntime().halt(0);
    }

    /** A worker; the first one makes the connectors. */
    static void work(Path folder, boolean isFirst) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "group.id", "connect", "exactly.once.source.support", "enabled", "listeners", "http://localhost:0",
            "key.converter", "org.apache.kafka.connect.storage.StringConverter", "value.converter", "org.apache.kafka.connect.storage.StringConverter"));
        for (String topic : List.of("offset", "config", "status"))
            settings.putAll(Map.of(topic + ".storage.topic", "connect-" + topic, topic + ".storage.replication.factor", "1"));
        settings.putAll(Map.of("offset.flush.interval.ms", "200", "session.timeout.ms", "6000", "heartbeat.interval.ms", "500", "scheduled.rebalance.max.delay.ms", "0", "plugin.discovery", "service_load",
            "consumer.session.timeout.ms", "6000", "consumer.heartbeat.interval.ms", "500",
            "producer.transaction.timeout.ms", "2000")); // of a killed worker: so long the next one waits for what it left open
        Connect<?> connect = new ConnectDistributed().startConnect(settings);
        if (isFirst) {
            put(connect, Map.of("name", "source", "connector.class", "FileStreamSource", "tasks.max", "1", "file", folder.resolve("in").toString(), "topic", "lines", "batch.size", "100", "transaction.boundary", "poll"));
            put(connect, Map.of("name", "sink", "connector.class", "FileStreamSink", "tasks.max", "1", "file", folder.resolve("out").toString(), "topics", "lines"));
        }
        connect.awaitStop();
    }

    static void put(Connect<?> connect, Map<String, String> config) throws Exception {
        var herder = (Herder) connect.herder();
        for (int attempt = 0; ; attempt++) {
            var done = new CompletableFuture<Object>();
            herder.putConnectorConfig(config.get("name"), config, true, (error, created) -> { if (error != null) done.completeExceptionally(error); else done.complete(created); });
            try { done.get(30, TimeUnit.SECONDS); return; }
            catch (ExecutionException e) { if (attempt == 50) throw e; Thread.sleep(200); } // a rebalance was under way
        }
    }

    static Process start(String which) throws IOException {
        String file = Arrays.stream(System.getProperty("sun.java.command").split(" ")).filter(word -> word.endsWith(".java")).findFirst().orElseThrow();
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("log4j")).forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), file, bootstrap, folder.toString(), which));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    }

    static int written;

    static void write(int lines) throws IOException {
        Files.writeString(folder.resolve("in"), IntStream.range(written, written + lines).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        written += lines;
    }

    static List<String> lines(int to) { return IntStream.range(0, to).mapToObj(i -> "line " + i).toList(); }

    /** Each at least once; a kill may leave a torn one. */
    static Set<String> sunk() throws IOException {
        Path out = folder.resolve("out");
        return Files.exists(out) ? new HashSet<>(Files.readAllLines(out)) : Set.of();
    }

    static void print(Admin admin) throws Exception {
        List<String> lines = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = List.of(new TopicPartition("lines", 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).get(all.get(0));
            while (consumer.position(all.get(0)) < end) consumer.poll(Duration.ofMillis(100)).forEach(record -> lines.add(record.value()));
        }
        System.out.println("killed 3 times: " + lines.size() + " records, each line once and in order: " + lines.equals(lines(written)));
        for (String name : admin.listTopics().names().get().stream().sorted().toList()) {
            Config config = admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, name))).all().get().values().iterator().next();
            System.out.println(name + " " + admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size() + " " + config.get("cleanup.policy").value());
        }
        // Behind the last record is the marker of its transaction.
        until(() -> admin.listConsumerGroupOffsets("connect-sink").partitionsToOffsetAndMetadata().get().values().stream().mapToLong(OffsetAndMetadata::offset).sum() + 1
            >= admin.listOffsets(Map.of(new TopicPartition("lines", 0), OffsetSpec.latest())).all().get().values().iterator().next().offset());
        System.out.println("groups " + admin.listConsumerGroups().all().get().stream().map(group -> group.groupId()).sorted().toList());
    }

    interface Condition { boolean holds() throws Exception; }

    static void until(Condition condition) throws Exception {
        for (long end = System.nanoTime() + 60_000_000_000L; !condition.holds(); Thread.sleep(50)) if (System.nanoTime() > end) throw new IllegalStateException("waited for 60 s, with " + sunk().size() + " of " + written);
    }
}
