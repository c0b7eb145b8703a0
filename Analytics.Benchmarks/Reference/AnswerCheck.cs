using System.Globalization;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Reference;

/// <summary>Compares <c>gold/metrics_1m</c> with the exact answer, row by row.</summary>
internal static class AnswerCheck
{
    /// <summary>The differences in words, none when the table is right.</summary>
    public static IReadOnlyList<string> Differences(LakeLayout lake, ReferenceAnswer answer)
    {
        var differences = new List<string>();
        var table = new DeltaTable(lake.Gold("metrics_1m"));
        if (table.Load() is not { } snapshot)
        {
            return ["gold/metrics_1m does not exist"];
        }

        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT epoch_us(window_start), tenant_id, event_type, events, users, coalesce(revenue_cents, 0) FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)}";
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read())
        {
            rows++;
            var key = (reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
            var got = (reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
            if (!answer.Rows.TryGetValue(key, out var expected) || (expected.Events, expected.Users.Count, expected.Revenue) != got)
            {
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {got}, expected ({expected.Events}, {expected.Users?.Count}, {expected.Revenue})"));
            }
        }

        if (rows != answer.Rows.Count)
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, expected {answer.Rows.Count}"));
        }

        return differences;
    }
}
