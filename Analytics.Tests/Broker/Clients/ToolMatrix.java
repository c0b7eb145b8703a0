import java.io.*;
import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.kafka.common.utils.Exit;

/**
 * Kafka's console tools, one after another in one JVM: what each prints, without what differs from run to run. Two brokers can be compared line by line.
 */
public class ToolMatrix {
    static final PrintStream OUT = System.out;
    static final InputStream IN = System.in;
    static final String T = "org.apache.kafka.tools.", TOPIC = T + "TopicCommand", GROUP = T + "consumer.group.ConsumerGroupCommand", CONFIG = "kafka.admin.ConfigCommand";
    static final String OFFSETS = T + "GetOffsetShell", TX = T + "TransactionsCommand", PRODUCE = T + "ConsoleProducer", CONSUME = T + "consumer.ConsoleConsumer";
    static String bootstrap;

    /** What the tool in hand ends with and does at its end; null and nothing where its main just returns. */
    static Integer ended;
    static final List<Runnable> HOOKS = new ArrayList<>();

    static class Ended extends RuntimeException { }

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        Exit.setExitProcedure((code, message) -> { if (ended == null) ended = code; throw new Ended(); });
        Exit.setHaltProcedure((code, message) -> { if (ended == null) ended = code; throw new Ended(); });
        Exit.setShutdownHookAdder((name, hook) -> HOOKS.add(hook));
        topics();
        records();
        groups();
        others();
        system();
        OUT.println("done");
        Runtime.getRuntime().halt(0);
    }

    static void topics() throws Exception {
        tool(TOPIC, "--create --topic tt --partitions 2 --replication-factor 1 --config retention.ms=-1");
        tool(TOPIC, "--create --topic tt --partitions 2");
        tool(TOPIC, "--create --if-not-exists --topic tt");
        tool(TOPIC, "--create --topic tr --partitions 1 --replication-factor 3");
        tool(TOPIC, "--alter --topic tt --partitions 3");
        tool(TOPIC, "--alter --topic tt --partitions 2");
        tool(TOPIC, "--describe --topic tt");
        tool(TOPIC, "--describe --topic nope");
        tool(TOPIC, "--list --exclude-internal");
        tool(TOPIC, "--describe --unavailable-partitions");
        tool(CONFIG, "--alter --entity-type topics --entity-name tt --add-config max.message.bytes=200000,cleanup.policy=[compact,delete]");
        tool(CONFIG, "--describe --entity-type topics --entity-name tt");
        tool(CONFIG, "--alter --entity-type topics --entity-name tt --delete-config max.message.bytes,cleanup.policy");
        tool(CONFIG, "--describe --entity-type topics --entity-name tt");
        tool(CONFIG, "--alter --entity-type topics --entity-name tt --add-config nope=1");
    }

    static void records() throws Exception {
        input("k1:v1\nk2:v2\nk3:v3\nk1:v4\n", () -> tool(PRODUCE, "--topic tt --property parse.key=true --property key.separator=:"));
        input("a\nb\nc\n", () -> tool(PRODUCE, "--topic one --compression-codec lz4 --request-required-acks 1"));
        input("d\ne\nf\n", () -> tool(PRODUCE, "--topic one --compression-codec zstd --request-required-acks all"));
        tool(OFFSETS, "--topic tt");
        for (String time : List.of("earliest", "latest", "max-timestamp", "earliest-local", "latest-tiered", "earliest-pending-upload", "0"))
            tool(OFFSETS, "--topic-partitions tt:2 --time " + time);
        tool(CONSUME, "--topic tt --from-beginning --max-messages 4 --group g1 --property print.key=true --timeout-ms 10000");
        tool(CONSUME, "--topic tt --partition 2 --offset 1 --max-messages 1 --timeout-ms 10000 --isolation-level read_committed");
    }

    static void groups() throws Exception {
        tool(GROUP, "--list");
        tool(GROUP, "--list --state");
        tool(GROUP, "--list --type");
        tool(GROUP, "--list --state stable");
        tool(GROUP, "--list --type classic");
        tool(GROUP, "--list --type consumer");
        tool(GROUP, "--describe --group g1");
        tool(GROUP, "--describe --group g1 --state");
        tool(GROUP, "--describe --group g1 --members --verbose");
        tool(GROUP, "--describe --group nope");
        tool(GROUP, "--describe --all-groups --offsets");
        for (String to : List.of("--to-earliest", "--to-offset 2", "--shift-by -1", "--to-latest", "--to-current", "--to-datetime 2020-01-01T00:00:00.000", "--by-duration PT1H"))
            tool(GROUP, "--reset-offsets --group g1 --topic tt " + to + " --execute");
        tool(GROUP, "--reset-offsets --group g1 --topic tt:0 --to-earliest --dry-run");
        tool(GROUP, "--reset-offsets --group g1 --all-topics --to-earliest --export --dry-run");
        tool(GROUP, "--reset-offsets --group gnew --topic tt --to-earliest --execute");
        tool(GROUP, "--delete-offsets --group g1 --topic tt:0");
        tool(GROUP, "--delete-offsets --group g1 --topic nope");
        tool(GROUP, "--describe --group g1");
        tool(GROUP, "--delete --group g1");
        tool(GROUP, "--delete --group nope");
        tool(GROUP, "--list");
        tool(T + "GroupsCommand", "--list");
    }

    static void others() throws Exception {
        tool(TX, "list");
        tool(TX, "describe --transactional-id nope");
        tool(TX, "find-hanging --topic tt");
        run(T + "ProducerPerformance", "--topic one --num-records 100 --record-size 100 --throughput -1 --producer-props bootstrap.servers=" + bootstrap
                + " --transactional-id perf --transaction-duration-ms 50", "\\d+(\\.\\d+)?");
        tool(TX, "list");
        run(T + "ConsumerPerformance", "--bootstrap-server " + bootstrap + " --topic one --group perf --num-records 100 --timeout 5000", "\\d.*");
        Path json = Files.createTempFile("delete", ".json");
        Files.writeString(json, "{\"partitions\":[{\"topic\":\"tt\",\"partition\":2,\"offset\":1}],\"version\":1}");
        tool(T + "DeleteRecordsCommand", "--offset-json-file " + json);
        Files.delete(json);
        tool(OFFSETS, "--topic tt --time earliest");
        run(T + "ClusterTool", "list-endpoints --bootstrap-server " + bootstrap, null);
        tool(T + "BrokerApiVersionsCommand", "");
        tool(TOPIC, "--delete --topic tt");
        tool(TOPIC, "--delete --topic nope");
    }

    /** The programs of Kafka's own system tests, and what moves partitions on clusters of more nodes. */
    static void system() throws Exception {
        tool(TOPIC, "--create --topic vp --partitions 1 --replication-factor 1");
        child(T + "VerifiableProducer", "--bootstrap-server " + bootstrap + " --topic vp --max-messages 3 --acks -1 --value-prefix 7", "\\d{10,}|\"partition\":\\d|\\d+\\.\\d{2,}");
        child(T + "VerifiableConsumer", "--bootstrap-server " + bootstrap + " --topic vp --group-id vc --max-messages 3 --reset-policy earliest", "\\d{10,}|\\[\\{\"topic\":\"vp\",\"partition\":\\d,\"(count|offset).*\\}\\]");
        tool(OFFSETS, "--topic-partitions vp:0-9 --time earliest");
        tool(TOPIC, "--create --topic copy --partitions 1 --replication-factor 1");
        child(T + "TransactionalMessageCopier", "--broker-list " + bootstrap + " --input-topic vp --input-partition 0 --output-topic copy --max-messages 3 --consumer-group copy --transaction-size 1"
                + " --transactional-id copy-0", "\"time\":\"[^\"]*\"");
        tool(OFFSETS, "--topic copy --time latest");
        run(T + "ClientCompatibilityTest", "--bootstrap-server " + bootstrap + " --topic compatible --num-cluster-nodes 1 --offsets-for-times-supported true --cluster-id-supported true"
                + " --expect-record-too-large-exception false --create-topics-supported true --describe-acls-supported true --describe-configs-supported true --idempotent-producer-supported true", null);
        run(T + "EndToEndLatency", "--bootstrap-server " + bootstrap + " --topic e2e --num-records 100 --producer-acks all --record-size 100", "\\d+\\.\\d+|= \\d+");
        tool(T + "LeaderElectionCommand", "--election-type preferred --all-topic-partitions");
        tool(T + "LeaderElectionCommand", "--election-type unclean --topic one --partition 0");
        tool(T + "LeaderElectionCommand", "--election-type preferred --topic nope --partition 0");
        run(T + "LogDirsCommand", "--bootstrap-server " + bootstrap + " --describe --topic-list copy", "\"size\":\\d+|\"logDir\":\"[^\"]*\"");
        Path json = Files.createTempFile("move", ".json");
        Files.writeString(json, "{\"version\":1,\"partitions\":[{\"topic\":\"e2e\",\"partition\":0,\"replicas\":[1],\"log_dirs\":[\"any\"]}]}");
        for (String move : List.of("--execute", "--verify", "--cancel"))
            run(T + "reassign.ReassignPartitionsCommand", "--bootstrap-server " + bootstrap + " --reassignment-json-file " + json + " " + move, "\"log_dirs\":\\[\"[^\"]*\"\\]");
        tool(T + "reassign.ReassignPartitionsCommand", "--list");
        Files.delete(json);
        tool(T + "StreamsResetter", "--application-id copy --input-topics vp --force");
        tool(T + "StreamsResetter", "--application-id copy --input-topics nope --dry-run --force");
        tool(T + "streams.StreamsGroupCommand", "--list");
        tool(T + "consumer.group.ShareGroupCommand", "--list");
    }

    interface Step { void run() throws Exception; }

    static void input(String lines, Step step) throws Exception {
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        step.run();
        System.setIn(IN);
    }

    static void tool(String name, String arguments) throws Exception { run(name, "--bootstrap-server " + bootstrap + " " + arguments, null); }

    /** Runs a program that ends with its process, in one of its own. */
    static void child(String name, String arguments, String hidden) throws Exception {
        OUT.println("$ " + name.substring(name.lastIndexOf('.') + 1) + " " + arguments.replace(bootstrap, "B"));
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), name));
        command.addAll(List.of(arguments.split(" +")));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n"))
            if (line.startsWith("{")) OUT.println("  " + line.replaceAll(hidden, "N"));
        OUT.println("  ended with " + process.waitFor());
    }

    /** Runs a tool's main; of what it prints `hidden` becomes N. */
    static void run(String name, String arguments, String hidden) throws Exception {
        OUT.println("$ " + name.substring(name.lastIndexOf('.') + 1) + " " + arguments.replace(bootstrap, "B").replaceAll("\\S+\\.json", "FILE"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream all = new PrintStream(printed, true);
        System.setOut(all); System.setErr(all);
        ended = null;
        String failed = null;
        try { Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) arguments.trim().split(" +")); }
        catch (InvocationTargetException e) { failed = e.getCause() instanceof Ended ? null : e.getCause().toString(); }
        finally { HOOKS.forEach(Runnable::run); HOOKS.clear(); System.setOut(OUT); System.setErr(OUT); }
        List<String> lines = new ArrayList<>(List.of(printed.toString().split("\n")));
        if (arguments.contains("list")) Collections.sort(lines);
        for (String line : lines) {
            // Stack traces and log lines name the code of the tool, not what the broker does.
            if (line.isBlank() || line.startsWith("\tat ") || line.startsWith("Caused by:") || line.startsWith("java.") || line.startsWith("ToolMatrix$Ended") || line.matches("(\\[?\\d{4}-\\d\\d-\\d\\d |SLF4J|WARNING|Warning:|Option |\\t\\.\\.\\.).*")) continue;
            if (name.endsWith("BrokerApiVersionsCommand") && !line.contains("isFenced")) continue;
            if (line.contains("__")) continue;
            // A KRaft broker has the first of these as a dynamic default; the second is not set here but is in hours there.
            line = line.replace("min.insync.replicas=1,", "").replace(", DEFAULT_CONFIG:log.retention.ms=-1", "").replaceAll("Unable to replicate the partition \\d time\\(s\\): ", "").replace(bootstrap, "B").replaceAll("TopicId: \\S+", "TopicId: ID").replaceAll("localhost +\\d+", "localhost PORT").stripTrailing();
            OUT.println("  " + (hidden == null ? line : line.replaceAll(hidden, "N")));
        }
        if (failed != null) OUT.println("  " + failed);
        if (ended != null && ended != 0) OUT.println("  ended with " + ended);
    }
}
