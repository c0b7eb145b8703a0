using System.Globalization;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Reference;

/// <summary>Compares an engine's windows with the exact answer, row by row.</summary>
internal static class AnswerCheck
{
    /// <summary>The differences of <c>gold/metrics_1m</c> in words, none when the table is right.</summary>
    public static IReadOnlyList<string> Differences(LakeLayout lake, ReferenceAnswer answer)
    {
        var table = new DeltaTable(lake.Gold("metrics_1m"));
        if (table.Load() is not { } snapshot)
        {
            return ["gold/metrics_1m does not exist"];
        }

        return DifferencesOf(LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema), answer);
    }

    /// <summary>The differences of the Parquet files in a folder, which another engine wrote.</summary>
    public static IReadOnlyList<string> Differences(string folder, ReferenceAnswer answer) =>
        DifferencesOf($"read_parquet('{folder.Replace("'", "''", StringComparison.Ordinal)}/*.parquet')", answer);

    /// <summary>The events that <c>gold/metrics_1m</c> counts in all its windows.</summary>
    public static long EventsInWindows(LakeLayout lake)
    {
        var table = new DeltaTable(lake.Gold("metrics_1m"));
        if (table.Load() is not { } snapshot)
        {
            return 0;
        }

        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT coalesce(sum(events), 0)::BIGINT FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)}";
        return (long)command.ExecuteScalar()!;
    }

    private static List<string> DifferencesOf(string relation, ReferenceAnswer answer)
    {
        var differences = new List<string>();
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT epoch_us(window_start), tenant_id, event_type, events, users, coalesce(revenue_cents, 0) FROM {relation}";
        using var reader = command.ExecuteReader();
        var seen = new HashSet<(long, string, string)>();
        while (reader.Read())
        {
            var key = (reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
            var got = (reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
            if (!seen.Add(key))
            {
                differences.Add($"{key} twice");
            }

            if (!answer.Rows.TryGetValue(key, out var expected) || (expected.Events, expected.Users.Count, expected.Revenue) != got)
            {
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {got}, expected ({expected.Events}, {expected.Users?.Count}, {expected.Revenue})"));
            }
        }

        if (seen.Count != answer.Rows.Count)
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{seen.Count} rows, expected {answer.Rows.Count}"));
        }

        return differences;
    }
}
