using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Analytics.Streaming.LateEvents;
using Analytics.Tests.Quality.Settlement;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Operations;

/// <summary>An id is known wherever its row is, at each step of its way from staging to gold or into quarantine.</summary>
public sealed class KnownIdsTests
{
    private const string Amount = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0}}""";

    [Fact]
    public async Task Find_QualityDiedBeforeItPublishedTheQuarantinedRows_KnowsThem()
    {
        using var lake = new SettlementLake();
        lake.StageEvents([1, -2]);
        Known(lake).ShouldBe([0, 1]);

        var state = GateState.Load(lake.Gold());
        var prepared = lake.Settler(lake.Suite(Amount)).Prepare((await lake.PendingAsync())!, state, null)!;
        lake.Gold().Commit(state.Gold, prepared.Transaction);
        Known(lake).ShouldBe([0, 1]);

        // Maintenance of staging needs gold's commit alone.
        ExpireStaged(lake);
        Known(lake).ShouldBe([0, 1]);

        new QuarantineTable(lake.Layout, LakeLayout.Events).Publish(prepared.Audit);
        Known(lake).ShouldBe([0, 1]);
    }

    /// <summary>The offsets of late events with the ids e0, e1 and e2 that are known.</summary>
    private static IEnumerable<long> Known(SettlementLake lake)
    {
        using var database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
        var file = Path.Combine(lake.Folder, "late.parquet");
        using (var command = database.CreateCommand())
        {
            command.CommandText = $"COPY (SELECT 'e' || n AS id, 0 AS _partition, n AS _offset FROM range(3) AS t (n)) TO '{file}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        return KnownIds.Find(database, lake.Layout, file, "id").Select(record => record.Offset).Order();
    }

    private static void ExpireStaged(SettlementLake lake)
    {
        var staging = new DeltaTable(lake.Layout.Staging(LakeLayout.Events));
        var snapshot = staging.Load()!;
        staging.Commit(snapshot, new DeltaTransaction
        {
            AppId = "maintenance",
            TxnVersion = 0,
            Operation = "DELETE",
            Schema = snapshot.Schema,
            Remove = [.. snapshot.Files],
            DataChange = false,
        });
    }
}
