using System.Diagnostics;
using System.Globalization;
using Analytics.Benchmarks.Reference;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Schemas;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// Two roads from JSON to columns on one thread: our parser, and DuckDB's reader over the same records as a file, without and with as much of the schema as
/// SQL can check. CPU time of the process, best of three.
/// </summary>
internal static class ParseRun
{
    private const string Typed = """
        SELECT * FROM read_json({0}, format = 'newline_delimited', ignore_errors = true, columns = {{event_id: 'UUID', event_time: 'TIMESTAMPTZ', tenant_id: 'VARCHAR',
            user_id: 'VARCHAR', event_type: 'VARCHAR', page: 'VARCHAR', amount_cents: 'BIGINT', country: 'VARCHAR', session: 'VARCHAR', duration_ms: 'DOUBLE', context: 'JSON'}})
        WHERE event_id IS NOT NULL AND event_time IS NOT NULL AND tenant_id IS NOT NULL AND user_id IS NOT NULL AND event_type IS NOT NULL
        """;

    private const string Checked = Typed + """
         AND length(tenant_id) BETWEEN 1 AND 64 AND length(user_id) BETWEEN 1 AND 64
            AND event_type IN ('page_view', 'click', 'signup', 'purchase', 'error') AND (amount_cents IS NULL OR amount_cents >= 0)
            AND (country IS NULL OR regexp_full_match(country, '[A-Z]{{2}}')) AND (duration_ms IS NULL OR duration_ms >= 0)
        """;

    public static async Task<int> RunAsync(int count, string data, TextWriter output, CancellationToken cancellationToken)
    {
        var events = new ReferenceEvents(count, start: 1_750_000_000_000_000, span: 3_600_000_000);
        var (json, offsets) = Records(events);
        var file = Path.Combine(data, "records.ndjson");
        await WriteLinesAsync(file, json, offsets, cancellationToken).ConfigureAwait(false);
        var schema = EventSchema.FromFile(Path.Combine(AppContext.BaseDirectory, "pipelines", "reference", "schemas", "event.v1.json"));
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "SET threads = 1; SET preserve_insertion_order = false");

        await ReportAsync(output, "our parser, whole schema", count, () => Parse(schema, json, offsets)).ConfigureAwait(false);
        await ReportAsync(output, "DuckDB read_json, types", count, () => Query(connection, Typed, file)).ConfigureAwait(false);
        await ReportAsync(output, "DuckDB read_json, types and checks", count, () => Query(connection, Checked, file)).ConfigureAwait(false);
        return 0;
    }

    private static (byte[] Json, int[] Offsets) Records(ReferenceEvents events)
    {
        var json = new byte[events.Count * 400];
        var offsets = new int[events.Count + 1];
        var buffer = new byte[1024];
        for (var i = 0; i < events.Count; i++)
        {
            // Without the frame, which DuckDB could not read; a wrong frame byte is not a matter of JSON.
            var length = events.Write(i, 1, buffer) - 5;
            buffer.AsSpan(5, length).CopyTo(json.AsSpan(offsets[i]));
            offsets[i + 1] = offsets[i] + length;
        }

        return (json, offsets);
    }

    private static async Task WriteLinesAsync(string file, byte[] json, int[] offsets, CancellationToken cancellationToken)
    {
        var stream = new BufferedStream(File.Create(file), 1 << 20);
        await using (stream.ConfigureAwait(false))
        {
            for (var i = 0; i + 1 < offsets.Length; i++)
            {
                await stream.WriteAsync(json.AsMemory(offsets[i]..offsets[i + 1]), cancellationToken).ConfigureAwait(false);
                stream.WriteByte((byte)'\n');
            }
        }
    }

    private static long Parse(EventSchema schema, byte[] json, int[] offsets)
    {
        var parser = EventParser.Compile(schema, schema.Columns, "event_id", "event_time");
        using var batch = new ColumnBatch(schema.Columns);
        long valid = 0;
        for (var i = 0; i + 1 < offsets.Length; i++)
        {
            if (batch.RowCount == 8192)
            {
                batch.Clear();
            }

            valid += parser.Parse(json.AsSpan(offsets[i]..offsets[i + 1]), batch).IsValid ? 1 : 0;
        }

        return valid;
    }

    private static long Query(DuckDBConnection connection, string select, string file)
    {
        Execute(connection, "CREATE OR REPLACE TEMP TABLE parsed AS " + string.Format(CultureInfo.InvariantCulture, select, $"'{file}'"));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM parsed";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task ReportAsync(TextWriter output, string road, int count, Func<long> run)
    {
        var best = TimeSpan.MaxValue;
        long valid = 0;
        for (var i = 0; i < 3; i++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            valid = run();
            var used = Process.GetCurrentProcess().TotalProcessorTime - before;
            best = used < best ? used : best;
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {road,-36} {best.TotalMicroseconds / count,6:F3} CPU us/record, {valid:N0} of {count:N0} taken")).ConfigureAwait(false);
    }
}
