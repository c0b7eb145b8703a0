using System.Globalization;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Tests.Lake;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

/// <summary>The Delta project's own kernel reads, row for row, what DuckDB reads: all types and their extremes, after everything that maintenance does.</summary>
[Trait("Category", "Delta")]
public sealed class KernelAfterMaintenanceTests
{
    private const int Share = 4;
    private const int Paid = 5;

    private static readonly LakeSchema First = new([.. EventTable.Schema.Columns, new LakeColumn("label", LakeType.String, Nullable: true)]);
    private static readonly LakeSchema Second = new([.. First.Columns, new LakeColumn("page", LakeType.String, Nullable: true), new LakeColumn("seen", LakeType.Timestamp, Nullable: true)]);

    [Fact(Skip = DeltaKernel.Missing, SkipType = typeof(DeltaKernel), SkipWhen = nameof(DeltaKernel.IsMissing))]
    public async Task Kernel_CompactedVacuumedCleanedAndWidened_ReadsWhatDuckDbReads()
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        var none = lake.Table.Commit(null, EventTable.Transaction(0) with { Schema = First });
        await ShouldMatchAsync(lake, none, rows: 0);

        DeltaSnapshot? snapshot = none;
        for (var batch = 1; batch < 16; batch++)
        {
            snapshot = Append(lake, snapshot, batch, batch < 9 ? First : Second);
        }

        for (var round = 0; round < 2; round++)
        {
            lake.Time.Advance(TimeSpan.FromHours(200));
            using var maintenance = lake.Maintenance(() => long.MaxValue - 1, needed: () => long.MaxValue);
            maintenance.Drain(TestContext.Current.CancellationToken);
        }

        snapshot = lake.Table.Load()!;
        snapshot.Transactions.ShouldContainKey("compact");
        snapshot.Files.Count.ShouldBeLessThan(15);
        lake.FilesOnDisk().ShouldBe(snapshot.Files.Count);
        lake.Table.Versions().ShouldNotContain(0);
        for (var batch = 16; batch < 18; batch++)
        {
            snapshot = Append(lake, snapshot, batch, Second);
        }

        lake.Failures.ShouldBeEmpty();
        await ShouldMatchAsync(lake, snapshot, rows: 17 * 28);
    }

    [Fact(Skip = DeltaKernel.Missing, SkipType = typeof(DeltaKernel), SkipWhen = nameof(DeltaKernel.IsMissing))]
    public async Task Kernel_RowGroupsCopiedIntoOneFile_ReadsWhatDuckDbReads()
    {
        using var lake = new MaintainedLake();
        DeltaSnapshot? snapshot = null;
        for (var batch = 0; batch < 4; batch++)
        {
            snapshot = lake.Append(snapshot, rows: 17_000, seed: batch * 17_000, batch);
        }

        using (var maintenance = lake.Maintenance())
        {
            maintenance.Drain(TestContext.Current.CancellationToken);
        }

        snapshot = lake.Table.Load()!;
        snapshot.Files.Count.ShouldBe(1);
        var dump = await DeltaKernel.DumpAsync(lake.Table.Directory, rows: 68_000, TestContext.Current.CancellationToken);
        dump.ShouldContain("rows 68000");
        dump.Where(line => line.StartsWith("event-", StringComparison.Ordinal)).Select(line => line.Split(',')).Select(row => $"{row[0]}|{row[1]}|{row[2]}|{row[3]}")
            .ShouldBe(lake.Duck.Rows($"SELECT id, epoch_us(\"at\"), kind, amount FROM {LakeSql.Scan(lake.Table.Directory, snapshot.Files, snapshot.Schema)}"));
    }

    private static async Task ShouldMatchAsync(MaintainedLake lake, DeltaSnapshot snapshot, int rows)
    {
        var dump = await DeltaKernel.DumpAsync(lake.Table.Directory, rows: 10_000, TestContext.Current.CancellationToken);

        dump[0].ShouldBe($"version {snapshot.Version}");
        dump.ShouldContain($"files {snapshot.Files.Count}");
        dump.ShouldContain($"rows {rows}");
        var columns = snapshot.Schema.Columns.Select(column => column.Type switch
        {
            LakeType.Timestamp => $"epoch_us({LakeSql.Identifier(column.Name)})",
            LakeType.Binary => $"CASE WHEN {column.Name} IS NULL THEN '' ELSE 'binary' END",
            _ => LakeSql.Identifier(column.Name),
        });
        List<string> expected = rows == 0 ? [] : lake.Duck.Rows($"SELECT {string.Join(", ", columns)} FROM {LakeSql.Scan(lake.Table.Directory, snapshot.Files, snapshot.Schema)}");
        expected.Count.ShouldBe(rows);
        dump.Where(line => line.StartsWith("event-", StringComparison.Ordinal)).Select(line => Normalise(line.Split(','))).Order(StringComparer.Ordinal)
            .ShouldBe(expected.Select(row => Normalise(row.Split('|'))).Order(StringComparer.Ordinal));
    }

    /// <summary>Java and .NET write doubles and booleans differently.</summary>
    private static string Normalise(string[] row)
    {
        row[Share] = row[Share].Length == 0 ? "" : double.Parse(row[Share], CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
        row[Paid] = row[Paid].ToUpperInvariant();
        return string.Join('|', row);
    }

    private static DeltaSnapshot Append(MaintainedLake lake, DeltaSnapshot snapshot, int batch, LakeSchema schema)
    {
        var wider = schema == Second ? ", CASE WHEN i % 3 > 0 THEN 'säite ' || i END AS page, CASE WHEN i % 2 > 0 THEN make_timestamp(i) END AS seen" : "";
        var file = EventTable.Write(lake.Duck, lake.Table.Directory, $"batch-{batch:D6}.parquet", $"""
            SELECT 'event-' || lpad(({batch * 100} + i)::VARCHAR, 8, '0') AS id,
                make_timestamp(CASE i WHEN 1 THEN -62135596800000000 WHEN 2 THEN -1 WHEN 3 THEN 253402300799999999 ELSE 1767225600000000 + i * 1000001 END) AS at,
                (CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN -2147483648 WHEN 2 THEN 2147483647 ELSE i END)::INTEGER AS kind,
                (CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807 ELSE i END)::BIGINT AS amount,
                (CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity' WHEN 4 THEN '-0.0' WHEN 5 THEN '1.7976931348623157e308' ELSE '5e-324' END)::DOUBLE AS share,
                CASE WHEN i % 2 = 0 THEN NULL ELSE i % 3 = 0 END AS paid,
                CASE WHEN i % 6 = 0 THEN NULL ELSE encode('b' || i) END AS payload,
                CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '日本語 𝒳 é' WHEN 2 THEN repeat('ü', 200) || '😀' ELSE 'plain text' END AS label{wider}
            FROM range(28) AS r(i)
            """, schema);
        return lake.Table.Commit(snapshot, EventTable.Transaction(batch, file) with { Schema = schema });
    }
}
