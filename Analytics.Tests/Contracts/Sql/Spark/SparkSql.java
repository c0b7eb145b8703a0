import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.spark.sql.*;

/** Answers SQL: a line of Base64 in; the rows as JSON lines and a line "end" out, or a line "error" with the message in Base64. */
public class SparkSql {
    public static void main(String[] arguments) throws Exception {
        SparkSession session = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "2").config("spark.sql.warehouse.dir", arguments[0])
            .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        out.println("ready");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String sql = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
            try {
                for (String row : session.sql(sql).toJSON().collectAsList()) {
                    out.println(row);
                }
                out.println("end");
            } catch (Throwable failure) {
                out.println("error " + Base64.getEncoder().encodeToString(String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8)));
            }
            out.flush();
        }
        session.stop();
    }
}
