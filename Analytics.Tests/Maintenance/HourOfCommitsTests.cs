using System.Globalization;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Lake.Sql;
using Analytics.Tests.Lake;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

/// <summary>An hour of batches of 200 ms through the real compactor, vacuum and clean-up, with readers at work all the time.</summary>
[Trait("Category", "Long")]
public sealed class HourOfCommitsTests
{
    private const int Batches = 18_000;
    private const int RowsOfBatch = 20;

    /// <summary>So often maintenance looks: each five seconds of the hour.</summary>
    private const int BatchesOfStep = 25;

    [Fact]
    public async Task Hour_OfBatches_StaysBelow200FilesAndNoReaderIsDisturbed()
    {
        using var lake = new MaintainedLake();
        using var maintenance = new LakeMaintenance(
            [new MaintainedTable("table", lake.Table.Directory) { ConsumedVersion = () => long.MaxValue - 1, HasOrphans = true }],
            new MaintenanceSettings { ProcessorShare = 1 },
            Path.Combine(lake.Table.Directory, ".tmp"),
            lake.Time,
            (_, error) => lake.Failures.Add(error));
        var template = EventTable.Write(lake.Duck, lake.Table.Directory, "template.parquet", EventTable.Rows(RowsOfBatch));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Read(lake.Table.Directory, stop.Token), CancellationToken.None)).ToArray();

        DeltaSnapshot? snapshot = null;
        var most = 0;
        for (var batch = 0; batch < Batches; batch++)
        {
            snapshot = lake.Table.Commit(snapshot, EventTable.Transaction(batch, Link(lake.Table.Directory, template, batch)));
            lake.Time.Advance(TimeSpan.FromMilliseconds(200));
            if (batch % BatchesOfStep == BatchesOfStep - 1)
            {
                snapshot = lake.Table.Follow(snapshot);
                most = Math.Max(most, snapshot.Files.Count);
                maintenance.Drain(TestContext.Current.CancellationToken);
            }
        }

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(queries => queries > 10);
        lake.Failures.ShouldBeEmpty();
        most.ShouldBeLessThanOrEqualTo(200);
        var last = lake.Table.Load()!;
        last.RowCount.ShouldBe((long)Batches * RowsOfBatch);
        last.Transactions["ingest"].ShouldBe(Batches - 1);

        // Ten minutes of versions, merges included, and what came since the last checkpoint.
        lake.Table.Versions().Count().ShouldBeLessThan(3700);

        lake.Time.Advance(TimeSpan.FromHours(2));
        maintenance.Drain(TestContext.Current.CancellationToken);
        for (var step = 0; step < 40; step++)
        {
            lake.Time.Advance(TimeSpan.FromMinutes(2));
            maintenance.Drain(TestContext.Current.CancellationToken);
        }

        Directory.GetFiles(lake.Table.Directory, "*.parquet").Length.ShouldBeLessThan(200);
        lake.Table.Versions().Count().ShouldBeLessThan(100);
        Count(lake.Duck, lake.Table).ShouldBe((long)Batches * RowsOfBatch);
    }

    /// <summary>Queries one version after another: each must have exactly the rows of whole batches.</summary>
    private static int Read(string directory, CancellationToken cancellationToken)
    {
        using var duck = new Duck();
        var table = new DeltaTable(directory);
        var queries = 0;
        var seen = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (table.Load() is not null)
            {
                var rows = Count(duck, table);
                (rows % RowsOfBatch).ShouldBe(0);
                rows.ShouldBeGreaterThanOrEqualTo(seen);
                seen = rows;
                queries++;
            }
        }

        return queries;
    }

    private static long Count(Duck duck, DeltaTable table)
    {
        var snapshot = table.Load()!;
        var rows = long.Parse(duck.Rows($"SELECT count(id) FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)}")[0], CultureInfo.InvariantCulture);
        rows.ShouldBe(snapshot.RowCount);
        return rows;
    }

    private static DataFile Link(string directory, DataFile template, int batch)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"events-{batch:D12}.parquet");
        DurableFile.LinkOrCopy(Path.Combine(directory, template.Path), Path.Combine(directory, name));
        return template with { Path = name };
    }
}
