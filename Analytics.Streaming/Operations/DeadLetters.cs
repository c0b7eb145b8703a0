using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Streaming.Files;
using Analytics.Streaming.Ingest;
using DuckDB.NET.Data;

namespace Analytics.Streaming.Operations;

/// <summary>Reads <c>ops/dead_letters</c> in the order of their coordinates, a page at a time: values may be large.</summary>
internal sealed class DeadLetters(LakeLayout lake) : IDisposable
{
    private readonly DuckDBConnection _database = new("DataSource=:memory:");
    private readonly DeltaTable _table = new(lake.Ops(BatchCommitter.DeadLetters));

    /// <summary>The dead letters as they are now.</summary>
    /// <param name="reason">Only those with this reason; null for all.</param>
    /// <param name="pageSize">Letters of a page.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message names it.</exception>
    public IEnumerable<IReadOnlyList<DeadLetter>> Read(string? reason, int pageSize, CancellationToken cancellationToken)
    {
        if (_table.Load() is not { Files.Count: > 0 } snapshot)
        {
            yield break;
        }

        new DataFileCheck().Require(_table.Directory, snapshot.Files, cancellationToken);
        var scan = LakeSql.Scan(_table.Directory, snapshot.Files, snapshot.Schema);
        var after = new Coordinates("", -1, -1);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = ReadPage($"""
                SELECT reason, topic, partition, "offset", key, value, headers FROM {scan}
                WHERE {(reason is null ? "true" : $"reason = {LakeSql.Literal(reason)}")}
                    AND (topic, partition, "offset") > ({LakeSql.Literal(after.Topic)}, {after.Partition}, {after.Offset})
                ORDER BY topic, partition, "offset" LIMIT {pageSize}
                """);
            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1].Coordinates;
            yield return page;
        }
    }

    public void Dispose() => _database.Dispose();

    private List<DeadLetter> ReadPage(string sql)
    {
        if (_database.State != System.Data.ConnectionState.Open)
        {
            _database.Open();
        }

        using var command = _database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var page = new List<DeadLetter>();
        while (reader.Read())
        {
            page.Add(new DeadLetter(
                new Coordinates(reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3)),
                reader.GetString(0),
                reader.GetBytesOrNull(4),
                reader.GetBytesOrNull(5),
                HeaderJson.Read(reader.IsDBNull(6) ? null : reader.GetString(6))));
        }

        return page;
    }
}
