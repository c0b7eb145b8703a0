namespace Analytics.Lake.Sql;

/// <summary>A parenthesised SELECT over a table's files, into which a condition on them can still be put.</summary>
/// <param name="Head">Its text up to where a WHERE would stand.</param>
/// <param name="Tail">The rest.</param>
/// <param name="TimeColumn">The column of times that a reader may put bounds on; null for none.</param>
public sealed record TableScan(string Head, string Tail, string? TimeColumn = null)
{
    /// <summary>A SELECT that nothing can be put into.</summary>
    /// <param name="sql">Its text.</param>
    public static TableScan Closed(string sql) => new(sql, "");

    /// <summary>All rows.</summary>
    public string ToSql() => Head + Tail;

    /// <summary>The rows within bounds. DuckDB holds them against the statistics of row groups, and skips those that have none.</summary>
    /// <param name="bounds">On a column of the files; null for all rows.</param>
    public string Within(TimeBounds? bounds) => Head + LakeSql.Where(bounds) + Tail;
}
