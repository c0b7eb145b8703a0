using System.Text.Json;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Streaming.LateEvents;

/// <summary>
/// Tells which late events have an id that is somewhere in the lake already. They never entered ingest's index, which also forgets, so all of the
/// lake is asked.
/// </summary>
internal static class KnownIds
{
    /// <summary>The rows of a file that may not become events.</summary>
    /// <param name="database">Where it is asked.</param>
    /// <param name="lake">The lake.</param>
    /// <param name="file">A file of rows as <c>staging/events</c> has them.</param>
    /// <param name="id">The column of the id.</param>
    /// <returns>Partition and offset of each row whose id is known, or came before in the file.</returns>
    public static HashSet<(int Partition, long Offset)> Find(DuckDBConnection database, LakeLayout lake, string file, string id)
    {
        var column = LakeSql.Identifier(id);

        // In the direction in which rows move: what has left one place by now is found in the next.
        string?[] places = [Ids(lake.Staging(LakeLayout.Events), id), .. Quarantined(lake, id), Ids(lake.Gold(LakeLayout.Events), id)];
        var known = places.OfType<string>().ToArray();
        using var command = database.CreateCommand();
        command.CommandText = $"""
            WITH late AS (
                SELECT {column} AS id, {OriginColumns.Partition} AS p, {OriginColumns.Offset} AS o,
                    row_number() OVER (PARTITION BY {column} ORDER BY {OriginColumns.Partition}, {OriginColumns.Offset}) AS nth
                FROM read_parquet({LakeSql.Literal(file)})),
            known AS ({(known.Length == 0 ? "SELECT id FROM late WHERE false" : string.Join(" UNION ALL ", known))})
            SELECT p, o FROM late WHERE nth > 1 OR id IN (SELECT known.id FROM known SEMI JOIN late ON known.id = late.id)
            """;
        using var reader = command.ExecuteReader();
        var found = new HashSet<(int, long)>();
        while (reader.Read())
        {
            found.Add((reader.GetInt32(0), reader.GetInt64(1)));
        }

        return found;
    }

    /// <summary>
    /// The published rows, and those that gold's newest commit has named only: whoever writes gold publishes them before the next one. A Quality that died
    /// between leaves them so for as long as it is not there, and staging keeps nothing that gold has settled.
    /// </summary>
    private static IEnumerable<string?> Quarantined(LakeLayout lake, string id)
    {
        var audit = NewestAudit(new DeltaTable(lake.Gold(LakeLayout.Events)));
        var snapshot = new DeltaTable(lake.Quarantine(LakeLayout.Events)).Load();
        if (audit is { QuarantineFiles.Count: > 0 } && !(snapshot?.Transactions.GetValueOrDefault(AuditCommit.AppId, -1) >= audit.LastBatch))
        {
            var files = audit.QuarantineFiles.Select(file => LakeSql.Literal(Path.Combine(lake.Root, file)));
            yield return $"SELECT {LakeSql.Identifier(id)} AS id FROM read_parquet([{string.Join(", ", files)}])";
        }

        yield return Ids(lake.Quarantine(LakeLayout.Events), snapshot, id);
    }

    private static AuditCommit? NewestAudit(DeltaTable gold) => gold.Load() is { } snapshot && gold.FindLatestCommit(snapshot.Version, AuditCommit.Key) is { } newest
        ? newest.CommitInfo.GetProperty(AuditCommit.Key).Deserialize(CommitJson.Default.AuditCommit)
        : null;

    private static string? Ids(string table, string id) => Ids(table, new DeltaTable(table).Load(), id);

    private static string? Ids(string table, DeltaSnapshot? snapshot, string id) =>
        snapshot is { Files.Count: > 0 } && snapshot.Schema.Columns.FirstOrDefault(column => column.Name == id) is { } column
            ? $"SELECT {LakeSql.Identifier(id)} AS id FROM {LakeSql.Scan(table, snapshot.Files, new LakeSchema([column]))}"
            : null;
}
