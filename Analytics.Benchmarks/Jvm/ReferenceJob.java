import static org.apache.spark.sql.functions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The reference job of docs/benchmarks.md on Spark Structured Streaming, local[2], all of a topic once (AvailableNow).
 * Arguments: bootstrap servers, topic, schema id, output folder, work folder. When all is written, work/result.json appears
 * and the program waits for the end of its input, so that its CPU time and memory can be read while it lives.
 */
public final class ReferenceJob {
    private static final String FIELDS =
        "event_id STRING, event_time TIMESTAMP, tenant_id STRING, user_id STRING, event_type STRING, page STRING, amount_cents BIGINT, "
        + "country STRING, session STRING, duration_ms DOUBLE, context STRUCT<browser: STRING, os: STRING, w: INT>, _corrupt STRING";

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[4]);
        SparkSession spark = SparkSession.builder().master("local[2]").appName("reference")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.local.dir", work.resolve("local").toString())
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();

        long started = System.nanoTime();
        StreamingQuery query = windows(accepted(records(spark, args[0], args[1]), Integer.parseInt(args[2]))).writeStream()
            .format("parquet").option("path", args[3]).option("checkpointLocation", work.resolve("checkpoint").toString())
            .outputMode("append").trigger(Trigger.AvailableNow()).start();
        query.awaitTermination();
        double seconds = (System.nanoTime() - started) / 1e9;

        Path written = work.resolve("result.tmp");
        Files.writeString(written, String.format(Locale.ROOT, "{\"seconds\":%.3f,\"batches\":%d}", seconds, query.lastProgress().batchId() + 1));
        Files.move(written, work.resolve("result.json"), StandardCopyOption.ATOMIC_MOVE);
        while (System.in.read() >= 0) {
            // Until the input ends.
        }

        spark.stop();
    }

    private static Dataset<Row> records(SparkSession spark, String servers, String topic) {
        return spark.readStream().format("kafka")
            .option("kafka.bootstrap.servers", servers).option("subscribe", topic).option("startingOffsets", "earliest")
            .option("maxOffsetsPerTrigger", System.getProperty("maxOffsetsPerTrigger")).load().select("value");
    }

    private static Dataset<Row> accepted(Dataset<Row> records, int schemaId) {
        Column value = col("value");
        Column framed = substring(value, 1, 5).equalTo(lit(new byte[] {
            0, (byte) (schemaId >> 24), (byte) (schemaId >> 16), (byte) (schemaId >> 8), (byte) schemaId }));
        Column json = from_json(expr("substring(value, 6)").cast("string"), FIELDS, Map.of("columnNameOfCorruptRecord", "_corrupt"));
        return records.where(framed).select(json.as("e")).select("e.*")
            .where("_corrupt IS NULL AND event_id IS NOT NULL AND event_time IS NOT NULL AND tenant_id IS NOT NULL AND user_id IS NOT NULL"
                + " AND event_type IN ('page_view', 'click', 'signup', 'purchase', 'error')");
    }

    private static Dataset<Row> windows(Dataset<Row> events) {
        return events.select("event_id", "event_time", "tenant_id", "event_type", "user_id", "amount_cents")
            .withWatermark("event_time", "10 minutes")
            .dropDuplicatesWithinWatermark("event_id")
            .groupBy(window(col("event_time"), "1 minute"), col("tenant_id"), col("event_type"))
            .agg(count(lit(1)).as("events"), size(collect_set("user_id")).cast("bigint").as("users"), sum("amount_cents").as("revenue_cents"))
            .select(col("window.start").as("window_start"), col("tenant_id"), col("event_type"), col("events"), col("users"), col("revenue_cents"));
    }
}
