using System.Globalization;
using System.Text.Json;
using Analytics.Benchmarks.Jvm;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Contracts.Sql.Spark;
using Analytics.Tests.SparkConnect;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>Open windows on Spark: in the live topics, and in the API as with the embedded engine.</summary>
[Trait("Category", "Spark")]
public sealed class SparkLiveTests(SparkServer server)
{
    private const int Events = 6_000;

    [Fact(Timeout = 600_000)]
    public async Task TheLastRecordOfEachWindow_IsItsFinalRow()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var cancellation = TestContext.Current.CancellationToken;
        var spark = await server.ConnectionStringAsync();
        var folder = Directory.CreateTempSubdirectory("analytics-live-").FullName;
        try
        {
            await using var kafka = await KafkaProcess.StartAsync(Path.Combine(folder, "kafka"), cancellation);
            await using var run = new PlatformRun(Path.Combine(folder, "data"), kafka.BootstrapServers, spark);
            run.Settings["Spark__Live"] = "true";

            // Several batches, so that windows are shown before they have all of their events.
            run.Settings["Spark__MaxOffsetsPerTrigger"] = "2500";
            var topic = new ParityTopic(Events, seed: 8);
            await topic.FillAsync(kafka.BootstrapServers, run.Pipeline.Source.Topic, await run.StartRegistryAsync(), cancellation);
            await run.StartAsync();

            // The API's live view is of audited events and needs no topic.
            await run.WaitAsync(ledger => ledger.Gold == Events);
            var live = await run.LiveAsync("event_metrics_1m");
            live["rows"]!.AsArray().Count.ShouldBeGreaterThan(0);
            await run.DrainAsync();

            foreach (var table in run.Pipeline.Tables.Where(table => table.Window is not SessionWindow))
            {
                var final = run.Gold(table.Name);
                var columns = WindowTable.Columns(table, run.Pipeline.Columns);
                while (true)
                {
                    var records = SideTopic.Texts(kafka.BootstrapServers, $"{run.Pipeline.Source.Topic}.{table.Name}.live", cancellation).ToList();
                    List<string> newest = [.. records.GroupBy(record => record.Key).Select(window => Row(window.Last().Value, columns)).Order(StringComparer.Ordinal)];
                    if (newest.SequenceEqual(final.Order(StringComparer.Ordinal)))
                    {
                        records.Count.ShouldBeGreaterThan(final.Count, table.Name);
                        records.ShouldAllBe(record => record.Value.EndsWith($"\"{SparkLiveSql.Provisional}\":true}}", StringComparison.Ordinal));
                        break;
                    }

                    // The live queries are behind the others; when they have all of it and differ, the time limit ends this.
                    await Task.Delay(500, cancellation);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As <see cref="PlatformRun.Gold"/> writes a row.</summary>
    private static string Row(string json, IReadOnlyList<ColumnDefinition> columns)
    {
        var row = JsonElement.Parse(json);
        return string.Join('|', columns.OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => Text(row.GetProperty(column.Name), column.Type)));
    }

    private static string Text(JsonElement value, ColumnType type) => value.ValueKind == JsonValueKind.Null ? "null"
        : type == ColumnType.Timestamp ? ((value.GetDateTimeOffset() - DateTimeOffset.UnixEpoch).Ticks / 10).ToString(CultureInfo.InvariantCulture)
        : value.ToString();
}
