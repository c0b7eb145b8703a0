import java.util.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.*;
import org.apache.spark.sql.streaming.*;
import static org.apache.spark.sql.functions.*;

/** Spark's Kafka source and sink, batch and streaming, check by check: "CHECK: RESULT". Results depend on nothing but the broker's behaviour. */
public class SparkKafka {
    static String bootstrap, folder;
    static SparkSession spark;

    interface Check { Object run() throws Exception; }

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        folder = args[1];
        spark = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "2").config("spark.local.dir", folder).config("spark.sql.warehouse.dir", folder + "/warehouse")
                .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(Stream.of("in", "out", "tx", "gone").map(t -> new NewTopic(t, 2, (short) 1).configs(Map.of("retention.ms", "-1"))).toList()).all().get();
            batch();
            streaming();
            transactions();
            check("deleted under a query", () -> deleted(admin));
        }
        System.out.println("done");
        Runtime.getRuntime().halt(0);
    }

    static void batch() throws Exception {
        // Record i has the time i + 1 seconds: the sink has no column for it, so that a plain producer writes the first hundred.
        try (KafkaProducer<String, String> p = producer(Map.of("compression.type", "zstd"))) {
            for (int i = 0; i < 100; i++) p.send(new ProducerRecord<>("in", i % 2, 1000L * (i + 1), "k" + i, "v" + i));
        }
        check("batch write", () -> { spark.range(100, 200).select(concat(lit("k"), col("id")).as("key"), concat(lit("v"), col("id")).as("value"), col("id").mod(2).cast("int").as("partition"),
                array(struct(lit("h").as("key"), col("id").cast("string").cast("binary").as("value"))).as("headers"))
                .write().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("topic", "in").option("includeHeaders", "true").save(); return null; });
        check("all", () -> batch("in", Map.of()).count());
        check("null values and keys", () -> { spark.sql("select cast(null as string) key, cast(null as string) value, 'out' topic").write().format("kafka").option("kafka.bootstrap.servers", bootstrap).save();
            Row r = batch("out", Map.of()).select("key", "value").first(); return r.isNullAt(0) + " " + r.isNullAt(1); });
        check("headers", () -> batch("in", Map.of("includeHeaders", "true")).where("headers is not null and cast(headers[0].value as string) = substr(cast(value as string), 2) and headers[0].key = 'h'").count());
        check("offsets by JSON", () -> batch("in", Map.of("startingOffsets", "{\"in\":{\"0\":10,\"1\":-2}}", "endingOffsets", "{\"in\":{\"0\":15,\"1\":3}}"))
                .selectExpr("concat(partition, '@', offset) o").as(Encoders.STRING()).collectAsList().stream().sorted().toList());
        check("offsets by timestamps of partitions", () -> batch("in", Map.of("startingOffsetsByTimestamp", "{\"in\":{\"0\":11000,\"1\":90000}}", "endingOffsetsByTimestamp", "{\"in\":{\"0\":15000,\"1\":94000}}"))
                .selectExpr("cast(value as string)").as(Encoders.STRING()).collectAsList().stream().sorted().toList());
        check("offsets by one timestamp", () -> batch("in", Map.of("startingTimestamp", "20000", "endingTimestamp", "24000"))
                .selectExpr("concat(cast(value as string), '@', unix_millis(timestamp))").as(Encoders.STRING()).collectAsList().stream().sorted().toList());
        check("timestamp after the end", () -> batch("in", Map.of("startingTimestamp", "99999999999999", "startingOffsetsByTimestampStrategy", "latest")).count());
        check("pattern", () -> spark.read().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("subscribePattern", "i.*").load().count());
        check("assigned", () -> spark.read().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("assign", "{\"in\":[1]}").load().count());
        check("in twelve tasks", () -> { Dataset<Row> d = batch("in", Map.of("minPartitions", "12")); return (d.rdd().getNumPartitions() >= 12) + " " + d.count(); });
        check("unknown topic", () -> batch("none", Map.of("kafka.allow.auto.create.topics", "false")).count());
    }

    static void streaming() throws Exception {
        check("available now", () -> { run("a", Trigger.AvailableNow(), Map.of("maxOffsetsPerTrigger", "70")); return copied(); });
        check("restart with nothing new", () -> { run("a", Trigger.AvailableNow(), Map.of()); return copied(); });
        check("restart with more", () -> { append(200, 250); run("a", Trigger.AvailableNow(), Map.of()); return copied(); });
        check("continuing", () -> { StreamingQuery q = start("a", Trigger.ProcessingTime(100), Map.of());
            append(250, 300); q.processAllAvailable(); append(300, 310); q.processAllAvailable();
            String offsets = q.lastProgress().sources()[0].endOffset(); q.stop(); return copied() + " " + offsets; });
        check("from the latest", () -> { StreamingQuery q = spark.readStream().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("subscribe", "in").load()
                .writeStream().format("memory").queryName("latest").option("checkpointLocation", folder + "/latest").start();
            q.processAllAvailable(); append(310, 315); q.processAllAvailable(); q.stop(); return spark.table("latest").count(); });
    }

    static void transactions() throws Exception {
        try (KafkaProducer<String, String> p = producer(Map.of("transactional.id", "spark"))) {
            p.initTransactions();
            for (int i = 0; i < 6; i++) { p.beginTransaction(); for (int n = 0; n < 10; n++) p.send(new ProducerRecord<>("tx", n % 2, "k", "v" + i));
                p.flush(); if (i % 2 == 0) p.commitTransaction(); else p.abortTransaction(); }
            Map<String, String> committed = Map.of("kafka.isolation.level", "read_committed");
            check("committed", () -> batch("tx", committed).groupBy(col("value").cast("string")).count().orderBy("value").collectAsList());
            check("uncommitted", () -> batch("tx", Map.of()).count());
            check("streaming committed", () -> { StreamingQuery q = committed("c"); q.processAllAvailable(); q.stop(); return spark.table("c").count() + " " + q.lastProgress().sources()[0].endOffset(); });
            p.beginTransaction(); p.send(new ProducerRecord<>("tx", 0, "k", "open")).get();
            check("open", () -> batch("tx", committed).count() + " " + batch("tx", Map.of()).count());
            check("streaming over an open end", () -> { StreamingQuery q = committed("o"); q.processAllAvailable(); long before = spark.table("o").count(); p.commitTransaction();
                for (long end = System.nanoTime() + 30_000_000_000L; spark.table("o").count() == before && System.nanoTime() < end;) q.processAllAvailable();
                q.stop(); return before + " " + spark.table("o").count(); });
        }
    }

    /** Records that a query has not read yet are deleted: it fails, or goes on where told to. */
    static Object deleted(Admin admin) throws Exception {
        append("gone", 0, 20);
        try (KafkaProducer<String, String> p = producer(Map.of())) { p.send(new ProducerRecord<>("gone", 0, "k", "x")).get(); }
        StreamingQuery q = gone("true"); q.processAllAvailable(); q.stop();
        append("gone", 20, 40);
        admin.deleteRecords(Map.of(new TopicPartition("gone", 0), RecordsToDelete.beforeOffset(16), new TopicPartition("gone", 1), RecordsToDelete.beforeOffset(15))).all().get();
        String failed;
        try { q = gone("true"); q.processAllAvailable(); failed = "not noticed"; } catch (StreamingQueryException e) { failed = e.getMessage().contains("failOnDataLoss") ? "data loss" : e.getMessage(); }
        q = gone("false"); q.processAllAvailable(); q.stop();
        return failed + " " + spark.read().parquet(folder + "/gone").count();
    }

    static StreamingQuery gone(String fail) throws Exception {
        return spark.readStream().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("subscribe", "gone").option("startingOffsets", "earliest").option("failOnDataLoss", fail).load()
                .writeStream().format("parquet").option("path", folder + "/gone").option("checkpointLocation", folder + "/gone-checkpoint").start();
    }

    static StreamingQuery committed(String name) throws Exception {
        return spark.readStream().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("subscribe", "tx").option("startingOffsets", "earliest").option("kafka.isolation.level", "read_committed").load()
                .writeStream().format("memory").queryName(name).option("checkpointLocation", folder + "/" + name).start();
    }

    static Dataset<Row> batch(String topic, Map<String, String> options) {
        return spark.read().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("subscribe", topic).options(options).load();
    }

    static StreamingQuery start(String checkpoint, Trigger trigger, Map<String, String> options) throws Exception {
        return spark.readStream().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("subscribe", "in").option("startingOffsets", "earliest").option("includeHeaders", "true").options(options).load()
                .selectExpr("key", "value", "headers").writeStream().format("kafka").option("kafka.bootstrap.servers", bootstrap).option("topic", "out").option("includeHeaders", "true")
                .option("checkpointLocation", folder + "/" + checkpoint).trigger(trigger).start();
    }

    static void run(String checkpoint, Trigger trigger, Map<String, String> options) throws Exception { start(checkpoint, trigger, options).awaitTermination(); }

    /** What is in the topic that the query writes: rows, different values, those with headers. */
    static String copied() {
        Dataset<Row> out = batch("out", Map.of("includeHeaders", "true")).where("value is not null");
        return out.count() + " " + out.select("value").distinct().count() + " " + out.where("headers is not null").count();
    }

    static void append(int from, int to) throws Exception { append("in", from, to); }

    static void append(String topic, int from, int to) throws Exception {
        try (KafkaProducer<String, String> p = producer(Map.of())) { for (int i = from; i < to; i++) p.send(new ProducerRecord<>(topic, i % 2, "k" + i, "v" + i)); }
    }

    static KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> p = new HashMap<>(Map.of("bootstrap.servers", bootstrap));
        p.putAll(more);
        return new KafkaProducer<>(p, new StringSerializer(), new StringSerializer());
    }

    static void check(String name, Check check) {
        String outcome;
        try { outcome = String.valueOf(check.run()); }
        catch (Throwable e) { outcome = e.getClass().getSimpleName(); if (System.getenv("MESSAGES") != null) e.printStackTrace(); }
        System.out.println(name + ": " + outcome);
    }
}
