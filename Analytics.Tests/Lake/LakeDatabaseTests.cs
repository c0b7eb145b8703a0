using Analytics.Lake.Sql;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class LakeDatabaseTests
{
    /// <summary>DuckDB makes the last folder of the path itself, and fails when the one above is missing.</summary>
    [Fact]
    public void Open_FolderToSpillToIsNotThere_StatementBeyondItsMemorySpills()
    {
        using var root = new TemporaryFolder();
        var folder = Path.Combine(root.Path, "lake", ".tmp", "windows");
        using (var database = LakeDatabase.Open("SET threads = 1; SET memory_limit = '24MB';", folder))
        {
            // 32 MB of keys to sort.
            Number(database, "SELECT count(*) FROM (SELECT range AS r FROM range(2000000) ORDER BY hash(range), r) WHERE r >= 0").ShouldBe(2_000_000);
            Number(database, "SELECT sum(d)::BIGINT FROM (SELECT k % 7, count(DISTINCT k) AS d FROM (SELECT hash(range) % 1000000 AS k FROM range(1500000)) GROUP BY 1)").ShouldBeGreaterThan(700_000);
            Directory.Exists(folder).ShouldBeTrue("nothing was spilled");
        }

        Directory.Exists(folder).ShouldBeFalse();
    }

    /// <summary>A process that is killed leaves what it has spilled.</summary>
    [Fact]
    public void Open_FilesOfAnEarlierProcess_AreDeleted()
    {
        using var root = new TemporaryFolder();
        var folder = Directory.CreateDirectory(Path.Combine(root.Path, "windows")).FullName;
        File.WriteAllText(Path.Combine(folder, "duckdb_temp_storage_DEFAULT-0.tmp"), "left");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not DuckDB's");

        using var database = LakeDatabase.Open("", folder);

        Number(database, "SELECT 1").ShouldBe(1);
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["notes.txt"]);
    }

    private static long Number(DuckDBConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
