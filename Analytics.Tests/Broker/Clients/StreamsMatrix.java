import java.io.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.kstream.*;

/**
 * A Kafka Streams application that counts words, exactly once: a repartition topic, a store with its changelog, a windowed store. It runs in a JVM of its
 * own, which is killed (SIGKILL) while its input is being written: once its successor finds the local state, once it must read the changelogs, and once
 * it is one of two instances. Each word's counts in the output are 1, 2, 3 … without a gap or a repetition. Then the application is reset and counts again.
 */
public class StreamsMatrix {
    static final String APP = "words";
    static final int WORDS = 50, RECORDS = 12_000, PARTITIONS = 3;
    /** Of the lines: the hour before the last full one, since Apache Kafka deletes what is older than a week. */
    static final long BEGIN = System.currentTimeMillis() / 3_600_000 * 3_600_000 - 3_600_000;
    static String bootstrap;

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        if (args.length > 1) {
            count(args[1], args[2]);
            return;
        }
        Path state = Files.createTempDirectory("streams-");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("lines", PARTITIONS, (short) 1), new NewTopic("counts", PARTITIONS, (short) 1), new NewTopic("minutes", PARTITIONS, (short) 1))).all().get();
            killed(state);
            topics(admin);
            two(state);
            reset(admin, state);
        } finally {
            try (Stream<Path> files = Files.walk(state)) { files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete()); }
        }
        System.out.println("done");
        Runtime.getRuntime().halt(0);
    }

    /** The application; it ends with its process or, told by a line, in order. */
    static void count(String state, String instance) throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> words = builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String())).flatMapValues(line -> List.of(line.split(" ")));
        KGroupedStream<String, String> grouped = words.groupBy((key, word) -> word, Grouped.with("by-word", Serdes.String(), Serdes.String()));
        grouped.count(Named.as("count"), Materialized.as("store")).toStream().to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        grouped.windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofDays(1))).count(Named.as("minute"), Materialized.as("window")).toStream()
            .map((window, count) -> KeyValue.pair(window.key() + "@" + window.window().start() / 60_000, count)).to("minutes", Produced.with(Serdes.String(), Serdes.Long()));
        Properties settings = new Properties();
        settings.putAll(Map.of("application.id", APP, "bootstrap.servers", bootstrap, "processing.guarantee", "exactly_once_v2", "state.dir", state,
            "default.key.serde", Serdes.StringSerde.class, "default.value.serde", Serdes.StringSerde.class, "num.stream.threads", 2,
            "statestore.cache.max.bytes", 0, "repartition.purge.interval.ms", 300));
        settings.putAll(Map.of("commit.interval.ms", 50, "consumer.session.timeout.ms", 6000, "consumer.heartbeat.interval.ms", 300, "client.id", instance, "main.consumer.max.poll.records", 200,
            "transaction.timeout.ms", 5000, "auto.offset.reset", "earliest", "max.task.idle.ms", 0));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.setUncaughtExceptionHandler(e -> { e.printStackTrace(); return org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT; });
        streams.start();
        System.in.read();
        streams.close(Duration.ofSeconds(20));
        Runtime.getRuntime().halt(0);
    }

    static Process start(Path state, String instance) throws IOException {
        String file = Arrays.stream(System.getProperty("sun.java.command").split(" ")).filter(word -> word.endsWith(".java")).findFirst().orElseThrow();
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("log4j")).forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), file, bootstrap, state.resolve(instance).toString(), instance));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    }

    static void stop(Process process) throws Exception {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        if (!process.waitFor(40, TimeUnit.SECONDS)) throw new IllegalStateException("the application does not stop");
    }

    static int sent;

    /** Lines with two words each; the minute of a line follows from its number. */
    static void send(int to) {
        try (Producer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap, "linger.ms", 5), new StringSerializer(), new StringSerializer())) {
            for (; sent < to; sent++)
                producer.send(new ProducerRecord<>("lines", sent % PARTITIONS, BEGIN + sent * 10L, null, "w" + sent % WORDS + " w" + sent * 7 % WORDS));
        }
    }

    static void killed(Path state) throws Exception {
        Process app = start(state, "a0");
        for (int kill = 1; kill <= 2; kill++) {
            send(RECORDS * kill / 3);
            long half = committed("counts");
            int target = RECORDS * 2 * (kill - 1) / 3;
            while (half <= target + 500) { Thread.sleep(20); half = committed("counts"); }
            app.destroyForcibly().waitFor();
            app = start(state, kill == 1 ? "a0" : "a1");
        }
        send(RECORDS);
        check("killed twice", 1);
        stop(app);
    }

    /** Records and markers that a read_committed consumer may pass. */
    static long committed(String topic) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(topic)).values().stream().mapToLong(offset -> offset).sum();
        }
    }

    static List<TopicPartition> partitions(String topic) { return IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList(); }

    static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Long> expected() {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < sent; i++) { counts.merge("w" + i % WORDS, 1L, Long::sum); counts.merge("w" + i * 7 % WORDS, 1L, Long::sum); }
        return counts;
    }

    /** Reads all of the output until every word has its count as often as it must have; then once more, for what should not be there. */
    static void check(String what, int times) throws Exception {
        Map<String, Long> expected = expected(), latest = new TreeMap<>(), ends = new TreeMap<>(), minutes = new TreeMap<>();
        int wrong = 0, restarts = 0;
        long until = System.nanoTime() + 40_000_000_000L, seen = 0, wanted = expected.values().stream().mapToLong(n -> n).sum() * times;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = new ArrayList<>(partitions("counts"));
            all.addAll(partitions("minutes"));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long windowed = 0, extra = Long.MAX_VALUE;
            while (System.nanoTime() < Math.min(until, extra)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    String key = new String(record.key());
                    long count = new LongDeserializer().deserialize("", record.value());
                    if (record.topic().equals("minutes")) { minutes.put(key, count); windowed++; continue; }
                    seen++;
                    long before = latest.getOrDefault(key, 0L);
                    if (count == 1 && before == expected.get(key)) restarts++;
                    else if (count != before + 1) wrong++;
                    latest.put(key, count);
                }
                if (seen >= wanted && windowed >= wanted && extra == Long.MAX_VALUE) extra = System.nanoTime() + 1_000_000_000L;
            }
            Map<String, Long> byMinute = new TreeMap<>();
            for (int i = 0; i < sent; i++) for (int word : new int[] { i % WORDS, i * 7 % WORDS }) byMinute.merge("w" + word + "@" + (BEGIN + i * 10L) / 60_000, 1L, Long::sum);
            System.out.println(what + ": " + seen + " counts, " + windowed + " in windows, " + wrong + " out of turn, " + restarts + " begun anew, totals "
                + (latest.equals(expected) ? "exact" : "wrong: " + latest) + ", of windows " + (minutes.equals(byMinute) ? "exact" : "wrong: " + minutes.size() + " of " + byMinute.size()));
        }
    }

    static void topics(Admin admin) throws Exception {
        List<String> names = admin.listTopics().names().get().stream().sorted().toList();
        List<String> configs = List.of("cleanup.policy", "segment.bytes", "retention.ms", "message.timestamp.type");
        for (String name : names) {
            Config config = admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, name))).all().get().values().iterator().next();
            System.out.println(name + " " + admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size() + " " + configs.stream()
                .filter(key -> config.get(key).source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG).map(key -> key + "=" + config.get(key).value()).toList());
        }
        long purged = admin.listOffsets(partitions(APP + "-by-word-repartition").stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.earliest()))).all().get()
            .values().stream().filter(result -> result.offset() > 0).count();
        System.out.println("repartition topic purged in " + purged + " partitions");
        System.out.println("lag " + lag(admin));
        until(() -> admin.listTransactions().all().get().stream().noneMatch(t -> t.state() == TransactionState.ONGOING || t.state().toString().startsWith("Prepare")));
    }

    static long lag(Admin admin) throws Exception {
        long lag = 0;
        for (var entry : admin.listConsumerGroupOffsets(APP).partitionsToOffsetAndMetadata().get().entrySet())
            if (entry.getKey().topic().equals("lines"))
                lag += admin.listOffsets(Map.of(entry.getKey(), OffsetSpec.latest())).all().get().get(entry.getKey()).offset() - entry.getValue().offset();
        return lag;
    }

    /** Two instances share the tasks; one leaves in order, one is killed. */
    static void two(Path state) throws Exception {
        Process first = start(state, "a1"), second = start(state, "b");
        send(sent + 2_000);
        check("two instances", 1);
        stop(first);
        send(sent + 2_000);
        check("one stopped", 1);
        Process third = start(state, "a1");
        send(sent + 2_000);
        second.destroyForcibly().waitFor();
        check("other killed", 1);
        stop(third);
    }

    static void reset(Admin admin, Path state) throws Exception {
        Exit.setExitProcedure((code, message) -> { throw new IllegalStateException("exit " + code + " " + message); });
        until(() -> admin.describeConsumerGroups(List.of(APP)).all().get().get(APP).members().isEmpty());
        PrintStream out = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed));
        int code;
        try {
            code = (int) Class.forName("org.apache.kafka.tools.StreamsResetter").getMethod("execute", String[].class).invoke(
                Class.forName("org.apache.kafka.tools.StreamsResetter").getConstructor().newInstance(), (Object) new String[] { "--bootstrap-server", bootstrap, "--application-id", APP, "--input-topics", "lines", "--force" });
        } finally {
            System.setOut(out);
        }
        System.out.println("reset " + code + "\n" + Arrays.stream(printed.toString().split("\n")).map(line -> line.contains("[") ? line.substring(0, line.indexOf('[')) + new TreeSet<>(List.of(line.replaceAll(".*\\[|\\].*", "").split(", "))) : line.stripTrailing()).sorted().collect(Collectors.joining("\n")));
        until(() -> admin.listTopics().names().get().equals(Set.of("lines", "counts", "minutes")));
        Process again = start(state, "c");
        check("after the reset", 2);
        stop(again);
    }

    interface Condition { boolean holds() throws Exception; }

    static void until(Condition condition) throws Exception {
        for (long end = System.nanoTime() + 60_000_000_000L; !condition.holds(); Thread.sleep(50)) if (System.nanoTime() > end) throw new IllegalStateException("waited for 60 s");
    }
}
