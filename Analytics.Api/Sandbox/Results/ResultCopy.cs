using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox.Results;

/// <summary>Copies rows from DuckDB to an answer until they or a cap end.</summary>
internal static class ResultCopy
{
    /// <param name="reader">The rows.</param>
    /// <param name="columns">The columns as the client sees them.</param>
    /// <param name="writer">The answer.</param>
    /// <param name="maxRows">The cap on rows.</param>
    /// <param name="maxBytes">The cap on the body's length; crossed by at most one row.</param>
    /// <param name="watch">Called before every row; throws when the job is to stop.</param>
    public static (long Rows, bool Truncated) Run(
        DuckDBDataReader reader, IReadOnlyList<ResultColumn> columns, ResultWriter writer, int maxRows, long maxBytes, Action watch)
    {
        writer.Begin(columns);
        var rows = 0L;
        while (true)
        {
            watch();
            if (!reader.Read())
            {
                return (rows, false);
            }

            if (rows >= maxRows || writer.Length >= maxBytes)
            {
                return (rows, true);
            }

            writer.Row(reader);
            rows++;
        }
    }
}
