using System.Diagnostics;
using System.Globalization;
using Analytics.Benchmarks.Reference;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Schemas;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// JSON of the reference job to columns, validated, on one thread: by the parser of ingest, and by DuckDB's vectorised reader, which is handed slabs of lines
/// or of values. CPU time, in turns in one process; the roads must accept the same number of records. DuckDB's roads check what SQL can say: they do not tell
/// what is wrong with a record, see no unknown or repeated property, and take any text as a date that DuckDB takes.
/// </summary>
internal static class ParseRoads
{
    private const int Rounds = 5;
    private const int Slab = 200_000;
    private const int Chunk = 8_192;

    private const string Columns = """
        {event_id: 'VARCHAR', event_time: 'VARCHAR', tenant_id: 'VARCHAR', user_id: 'VARCHAR', event_type: 'VARCHAR', page: 'VARCHAR', amount_cents: 'BIGINT',
         country: 'VARCHAR', session: 'VARCHAR', duration_ms: 'DOUBLE', context: 'JSON'}
        """;

    /// <summary>The same as a JSON text, as <c>json_transform</c> takes it.</summary>
    private static readonly string Structure = System.Text.RegularExpressions.Regex.Replace(Columns, @"(\w+): '(\w+)'", "\"$1\": \"$2\"");

    private const string Valid = """
        try_cast(event_id AS UUID) IS NOT NULL AND try_cast(event_time AS TIMESTAMPTZ) IS NOT NULL AND length(tenant_id) BETWEEN 1 AND 64 AND length(user_id) BETWEEN 1 AND 64
        AND event_type IN ('page_view', 'click', 'signup', 'purchase', 'error') AND (amount_cents IS NULL OR amount_cents >= 0) AND regexp_full_match(country, '[A-Z]{2}')
        AND duration_ms >= 0
        """;

    public static async Task<int> RunAsync(int count, string data, TextWriter output, CancellationToken cancel)
    {
        var (texts, ends) = Texts(count);
        var schema = EventSchema.FromFile(Path.Combine(AppContext.BaseDirectory, "pipelines", "reference", "schemas", "event.v1.json"));
        using var database = new DuckDBConnection("DataSource=:memory:");
        await database.OpenAsync(cancel).ConfigureAwait(false);
        Execute(database, "SET threads = 1");
        Execute(database, "SET TimeZone = 'UTC'");
        Execute(database, "CREATE TABLE slab (text VARCHAR)");
        var lines = Path.Combine(data, "slab.ndjson");
        (string Name, Func<long> Run)[] roads =
        [
            ("parser of ingest", () => Own(schema, texts, ends)),
            ("DuckDB, lines (read_json)", () => Slabs(texts, ends, slab => FromLines(database, lines, texts, ends, slab))),
            ("DuckDB, values (json_transform)", () => Slabs(texts, ends, slab => FromValues(database, texts, ends, slab))),
        ];
        var times = roads.ToDictionary(road => road.Name, _ => new List<double>());
        var accepted = new HashSet<long>();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, run) in roads)
            {
                cancel.ThrowIfCancellationRequested();
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                accepted.Add(run());
                var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / count;
                if (round > 0)
                {
                    times[name].Add(spent);
                }
            }
        }

        if (!await Report.ExactAsync(output, "roads", accepted.Count == 1 ? [] : [$"accepted {string.Join(", ", accepted)} records"]).ConfigureAwait(false))
        {
            return 1;
        }

        foreach (var (name, _) in roads)
        {
            var median = times[name].Order().ElementAt(Rounds / 2);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {median:0.00} CPU us/record (least {times[name].Min():0.00})")).ConfigureAwait(false);
        }

        return 0;
    }

    private static (byte[] Texts, int[] Ends) Texts(int count)
    {
        var events = ReferenceEvents.OfLastHours(count);
        var texts = new byte[checked(count * 400)];
        var ends = new int[count];
        var end = 0;
        Span<byte> record = stackalloc byte[1024];
        for (var i = 0; i < count; i++)
        {
            var length = events.Write(i, schemaId: 1, record) - 5;
            record.Slice(5, length).CopyTo(texts.AsSpan(end));
            ends[i] = end += length;
        }

        return (texts, ends);
    }

    private static ReadOnlySpan<byte> Text(byte[] texts, int[] ends, int i) => texts.AsSpan((i == 0 ? 0 : ends[i - 1])..ends[i]);

    private static long Own(EventSchema schema, byte[] texts, int[] ends)
    {
        var parser = EventParser.Compile(schema, schema.Columns, "event_id", "event_time");
        using var batch = new ColumnBatch(parser.Columns);
        var accepted = 0L;
        for (var i = 0; i < ends.Length; i++)
        {
            parser.Parse(Text(texts, ends, i), batch);
            if (batch.RowCount == Chunk || i == ends.Length - 1)
            {
                accepted += batch.RowCount;
                batch.Clear();
            }
        }

        return accepted;
    }

    private static long Slabs(byte[] texts, int[] ends, Func<Range, long> read)
    {
        var accepted = 0L;
        for (var start = 0; start < ends.Length; start += Slab)
        {
            accepted += read(start..Math.Min(start + Slab, ends.Length));
        }

        return accepted;
    }

    private static long FromLines(DuckDBConnection database, string file, byte[] texts, int[] ends, Range slab)
    {
        using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            for (var i = slab.Start.Value; i < slab.End.Value; i++)
            {
                stream.Write(Text(texts, ends, i));
                stream.WriteByte((byte)'\n');
            }
        }

        return Count(database, $"CREATE OR REPLACE TEMP TABLE parsed AS SELECT * FROM read_json('{file}', format = 'newline_delimited', ignore_errors = true, columns = {Columns}) WHERE {Valid}");
    }

    private static long FromValues(DuckDBConnection database, byte[] texts, int[] ends, Range slab)
    {
        Execute(database, "TRUNCATE slab");
        using (var appender = database.CreateAppender("slab"))
        {
            for (var i = slab.Start.Value; i < slab.End.Value; i++)
            {
                appender.CreateRow().AppendValue(System.Text.Encoding.UTF8.GetString(Text(texts, ends, i))).EndRow();
            }
        }

        return Count(database, $"""
            CREATE OR REPLACE TEMP TABLE parsed AS SELECT * FROM (
                SELECT unnest(json_transform(CASE WHEN json_valid(text) THEN text END, '{Structure}'))
                FROM slab) WHERE {Valid}
            """);
    }

    private static long Count(DuckDBConnection database, string create)
    {
        Execute(database, create);
        using var command = database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM parsed";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(DuckDBConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
