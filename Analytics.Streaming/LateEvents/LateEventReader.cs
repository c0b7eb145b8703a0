using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Streaming.Files;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Publishing;
using DuckDB.NET.Data;

namespace Analytics.Streaming.LateEvents;

/// <summary>Reads late events: those of <c>ops/late</c>, and those of batches that are not published there yet.</summary>
internal sealed class LateEventReader(LakeLayout lake)
{
    private readonly DataFileCheck _check = new();
    private readonly DeltaTable _late = new(lake.Ops(BatchCommitter.Late));
    private readonly DeltaTable _events = new(lake.Staging(LakeLayout.Events));

    /// <summary>The late events of a time range in the order of their coordinates, without those that have been decided about.</summary>
    /// <param name="database">Where it is read.</param>
    /// <param name="stagingVersion">The version of <c>staging/events</c> up to which batches count.</param>
    /// <param name="from">First event time, microseconds since the epoch, UTC.</param>
    /// <param name="to">End of the range, exclusive; moved back to where there are about <paramref name="most"/>.</param>
    /// <param name="decided">What has been decided about.</param>
    /// <param name="most">How many to take.</param>
    public List<LateRecord> Read(DuckDBConnection database, long stagingVersion, long from, ref long to, IReadOnlyList<FoldedRange> decided, int most)
    {
        var records = new List<LateRecord>();
        if (Relation(stagingVersion) is not { } relation)
        {
            return records;
        }

        using var command = database.CreateCommand();
        var skipped = string.Concat(decided.SelectMany(range => range.Offsets.Select((offset, partition) =>
            $" AND NOT (t >= {range.From} AND t < {range.To} AND partition = {partition} AND \"offset\" < {offset})")));
        command.CommandText = $"CREATE OR REPLACE TEMP TABLE late AS SELECT * FROM {relation} WHERE t >= {from} AND t < {to}{skipped}";
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT max(t) + 1 FROM (SELECT t FROM late ORDER BY t LIMIT {most}) HAVING (SELECT count(*) FROM late) > {most}";
        to = command.ExecuteScalar() is long end ? end : to;
        command.CommandText = $"SELECT partition, \"offset\", ts, value FROM late WHERE t < {to} ORDER BY partition, \"offset\"";
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                records.Add(new LateRecord(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetBytesOrNull(3)));
            }
        }

        command.CommandText = "DROP TABLE late";
        command.ExecuteNonQuery();
        return records;
    }

    private string? Relation(long stagingVersion)
    {
        var published = _late.Load();
        var mark = published is null || _late.FindLatestCommit(published.Version, SidePublisher.Key) is not { } noted
            ? -1
            : noted.CommitInfo.GetProperty(SidePublisher.Key).GetProperty(SidePublisher.StagingVersion).GetInt64();
        var parts = new List<string>();
        if (published is { Files.Count: > 0 })
        {
            _check.Require(_late.Directory, published.Files, CancellationToken.None);
            parts.Add(Select(LakeSql.Scan(_late.Directory, published.Files, SideColumns.Schema)));
        }

        var pending = new List<string>();
        for (var version = mark + 1; version <= stagingVersion; version++)
        {
            // A version that is gone had been published, or held nothing to publish.
            if (_events.ReadCommitIfKept(version) is { } commit && commit.Has(IngestCommit.Key))
            {
                pending.AddRange(commit.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit)!.LateFiles);
            }
        }

        if (pending.Count > 0)
        {
            parts.Add(Select($"read_parquet([{string.Join(", ", pending.Select(file => LakeSql.Literal(Path.Combine(lake.Root, file))))}])"));
        }

        return parts.Count == 0 ? null : $"({string.Join(" UNION ALL ", parts)})";
    }

    private static string Select(string relation) =>
        $"SELECT partition, \"offset\", epoch_us(event_time) AS t, epoch_us(\"timestamp\") AS ts, value FROM {relation}";
}
