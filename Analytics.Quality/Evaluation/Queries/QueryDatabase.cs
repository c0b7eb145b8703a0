using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using DuckDB.NET.Data;

namespace Analytics.Quality.Evaluation.Queries;

/// <summary>
/// A DuckDB for the SQL of a suite: it sees the batch and the other tables as views, can open their files and nothing else, and its settings
/// are locked. Only a single SELECT is run.
/// </summary>
internal sealed class QueryDatabase : IDisposable
{
    /// <summary>What a query may take: one that is stuck must not hold up the gate.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private const string MemoryLimit = "512MB";

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly TimeSpan _limit;

    /// <exception cref="DataMismatchException">The batch is not in files.</exception>
    /// <param name="relation">The batch and the other tables.</param>
    /// <param name="limit">What one query may take; <see cref="Limit"/> where none is given.</param>
    public QueryDatabase(Relation relation, TimeSpan? limit = null)
    {
        _limit = limit ?? Limit;
        if (relation.Files.Count == 0)
        {
            throw new DataMismatchException("A query needs data in files; this batch has none.");
        }

        _connection.Open();
        var paths = string.Join(", ", relation.Files.Select(LakeSql.Literal));
        Run($"""
            SET threads = 2; SET memory_limit = '{MemoryLimit}'; SET TimeZone = 'UTC'; SET temp_directory = '';
            SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;
            SET allow_community_extensions = false; SET allow_persistent_secrets = false;
            SET allowed_paths = [{paths}];
            CREATE VIEW {Relation.Name} AS SELECT * FROM {relation.Sql};
            """);
        foreach (var (name, sql) in relation.Others)
        {
            Run($"CREATE VIEW {LakeSql.Identifier(name)} AS SELECT * FROM {sql};");
        }

        Run("SET enable_external_access = false; SET lock_configuration = true;");
    }

    /// <summary>Counts the rows of a query; <c>{batch}</c> in it is the data under evaluation.</summary>
    public long Count(string query) => Convert.ToInt64(Scalar($"SELECT count(*) FROM {Table(query)}"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Rows of one query that the other lacks, each as often as it is lacking.</summary>
    public long CountMissing(string query, string from) => Convert.ToInt64(
        Scalar($"SELECT count(*) FROM (SELECT * FROM {Table(query)} EXCEPT ALL SELECT * FROM {Table(from)})"), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => _connection.Dispose();

    /// <summary>DuckDB's <c>query</c> takes exactly one SELECT, whatever the text tries to close or append.</summary>
    private static string Table(string query) => query.Contains('\0', StringComparison.Ordinal)
        ? throw new DataMismatchException("The query contains a NUL character.")
        : $"query({LakeSql.Literal(query.Trim().TrimEnd(';').Replace("{batch}", Relation.Name, StringComparison.Ordinal))})";

    /// <exception cref="DataMismatchException">The query takes too long or too much memory.</exception>
    private object? Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        var late = false;
        using var timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                late = true;
                command.Cancel();
            },
            null,
            _limit,
            Timeout.InfiniteTimeSpan);
        try
        {
            return command.ExecuteScalar();
        }
        catch (Exception) when (late)
        {
            throw new DataMismatchException($"The query took longer than {_limit.TotalSeconds:0.###} s; make it simpler.");
        }
        catch (DuckDBException tooMuch) when (tooMuch.Message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase))
        {
            throw new DataMismatchException($"The query needs more than {MemoryLimit} of memory; make it simpler.");
        }
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
