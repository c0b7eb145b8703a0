using Analytics.Contracts.Columns;
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
        string[] places = [lake.Staging(LakeLayout.Events), lake.Quarantine(LakeLayout.Events), lake.Gold(LakeLayout.Events)];
        var known = places.Select(place => Ids(new DeltaTable(place), id)).OfType<string>().ToArray();
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

    private static string? Ids(DeltaTable table, string id)
    {
        if (table.Load() is not { Files.Count: > 0 } snapshot || snapshot.Schema.Columns.FirstOrDefault(column => column.Name == id) is not { } column)
        {
            return null;
        }

        return $"SELECT {LakeSql.Identifier(id)} AS id FROM {LakeSql.Scan(table.Directory, snapshot.Files, new LakeSchema([column]))}";
    }
}
