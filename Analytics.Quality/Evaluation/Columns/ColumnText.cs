namespace Analytics.Quality.Evaluation.Columns;

/// <summary>
/// A column's values as texts, as pandas writes them (<c>astype(str)</c>): lengths and patterns are about these. Booleans are <c>True</c> and
/// <c>False</c>; times show as many digits of a second as the finest of them needs, and no time of day where all are midnights.
/// </summary>
internal static class ColumnText
{
    /// <param name="column">The column.</param>
    /// <param name="rows">The condition of the rows that are judged.</param>
    public static string Sql(RelationColumn column, string rows) => column switch
    {
        { Type: "VARCHAR" } => column.Sql,
        { Family: ColumnFamily.Boolean } => $"CASE WHEN {column.Sql} THEN 'True' ELSE 'False' END",
        { Family: ColumnFamily.Time } when column.Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => Time(column, rows),
        _ => $"CAST({column.Sql} AS VARCHAR)",
    };

    private static string Time(RelationColumn column, string rows)
    {
        var (time, micros) = ($"{column.Sql}::TIMESTAMP", $"epoch_us({column.Sql}::TIMESTAMP)");
        return $"""
            CASE (SELECT CASE WHEN bool_and({micros} % 86400000000 = 0) THEN 0 WHEN bool_and({micros} % 1000000 = 0) THEN 1 WHEN bool_and({micros} % 1000 = 0) THEN 2 ELSE 3 END
            FROM {Relation.Name} WHERE {rows})
            WHEN 0 THEN strftime({time}, '%Y-%m-%d') WHEN 1 THEN strftime({time}, '%Y-%m-%d %H:%M:%S')
            WHEN 2 THEN strftime({time}, '%Y-%m-%d %H:%M:%S.%g') ELSE strftime({time}, '%Y-%m-%d %H:%M:%S.%f') END
            """;
    }
}
