using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;

namespace Analytics.Tests.Lake;

/// <summary>A table with a column of each type, and real data files for it.</summary>
internal static class EventTable
{
    public static readonly LakeSchema Schema = new(
    [
        new("id", LakeType.String, Nullable: false),
        new("at", LakeType.Timestamp, Nullable: false),
        new("kind", LakeType.Integer, Nullable: true),
        new("amount", LakeType.Long, Nullable: true),
        new("share", LakeType.Double, Nullable: true),
        new("paid", LakeType.Boolean, Nullable: true),
        new("payload", LakeType.Binary, Nullable: true),
    ]);

    /// <summary>A SELECT of rows with nulls in every nullable column; <paramref name="seed"/> moves the values.</summary>
    public static string Rows(int count, int seed = 0) => $"""
        SELECT 'event-' || lpad(({seed} + i)::VARCHAR, 8, '0') AS id,
            make_timestamp(1767225600000000 + ({seed} + i) * 1000001) AS at,
            CASE WHEN i % 3 = 0 THEN NULL ELSE (i % 7)::INTEGER END AS kind,
            CASE WHEN i % 5 = 0 THEN NULL ELSE ({seed} + i) * 10000000000 - 50000000000 END AS amount,
            CASE WHEN i % 4 = 0 THEN NULL ELSE i / 8.0 - 1 END AS share,
            CASE WHEN i % 2 = 0 THEN NULL ELSE i % 3 = 0 END AS paid,
            CASE WHEN i % 6 = 0 THEN NULL ELSE encode('b' || i) END AS payload
        FROM range({count}) AS r(i)
        """;

    public static DataFile Write(Duck duck, string table, string name, string select, LakeSchema? schema = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(table, name))!);
        duck.Run(LakeSql.Copy(select, Path.Combine(table, name), schema ?? Schema));
        return ParquetFile.Describe(table, name);
    }

    /// <summary>A file that exists but is empty, for tests that only look at the log.</summary>
    public static DataFile Fake(string table, string name, long rows = 1)
    {
        Directory.CreateDirectory(table);
        File.WriteAllBytes(Path.Combine(table, name), []);
        return new DataFile { Path = name, Size = 0, RowCount = rows, ModificationTime = 1767225600000, Statistics = new Dictionary<string, ColumnStatistics>() };
    }

    public static DeltaTransaction Transaction(long batch, params DataFile[] add) => Transaction("ingest", batch, add);

    public static DeltaTransaction Transaction(string appId, long batch, params DataFile[] add) =>
        new() { AppId = appId, TxnVersion = batch, Operation = "WRITE", Schema = Schema, Add = add };
}
