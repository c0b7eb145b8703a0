using System.Data.Common;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using DuckDB.NET.Data;

namespace Analytics.Quality.Files;

/// <summary>A data file as a relation. Types of CSV and NDJSON are those that pandas gives their columns, taken from the whole file.</summary>
internal static class FileRelation
{
    /// <summary>Opens a file, by its extension.</summary>
    /// <param name="connection">What reads CSV and NDJSON once, to find their types.</param>
    /// <param name="file">The file.</param>
    /// <param name="isTime">Of which columns texts in ISO 8601 are read as times, where all of them are such texts.</param>
    /// <exception cref="IOException">There is no such file, its extension is not known, or it is not of its format.</exception>
    public static Relation Open(DbConnection connection, string file, Func<string, bool> isTime)
    {
        if (!File.Exists(file))
        {
            throw new IOException($"{file}: no such file; give a Parquet, CSV or NDJSON file");
        }

        try
        {
            return Path.GetExtension(file).ToUpperInvariant() switch
            {
                ".PARQUET" => WithTexts(connection, Relation.Describe(connection, Parquet(file))),
                ".CSV" or ".TSV" => Relation.Describe(connection, CsvSql.Read(connection, file, isTime)),
                ".NDJSON" or ".JSONL" or ".JSON" => Relation.Describe(connection, NdjsonSql.Read(connection, file, isTime)),
                var other => throw new IOException($"{file}: unknown extension {other.ToLowerInvariant()}; name the file .parquet, .csv, .tsv, .ndjson or .jsonl"),
            };
        }
        catch (DuckDBException unreadable)
        {
            throw new IOException($"{file}: cannot be read as {Path.GetExtension(file)}: {Reason(unreadable.Message)}", unreadable);
        }
    }

    /// <summary>The SELECT of a Parquet file, which says its types itself.</summary>
    public static string Parquet(string file) => $"(SELECT * FROM read_parquet({LakeSql.Literal(Path.GetFullPath(file))}))";

    /// <summary>Reads UUIDs and JSON as the texts that suites know them by: compared as what they are, a text that is none would be an error.</summary>
    private static Relation WithTexts(DbConnection connection, Relation relation)
    {
        var texts = relation.Columns.Where(column => column.Type is "UUID" or "JSON").Select(column => $"CAST({column.Sql} AS VARCHAR) AS {column.Sql}").ToArray();
        return texts.Length == 0 ? relation : Relation.Describe(connection, $"(SELECT * REPLACE ({string.Join(", ", texts)}) FROM {relation.Sql})");
    }

    /// <summary>What DuckDB found, without the advice about options of its own that the commands do not have.</summary>
    private static string Reason(string message) => string.Join("; ", message.Split('\n')
        .Select(line => line.Split(". Try ")[0].Trim())
        .TakeWhile(line => !line.StartsWith("Possible", StringComparison.Ordinal) && !line.StartsWith("Try ", StringComparison.Ordinal) && !line.StartsWith("LINE ", StringComparison.Ordinal))
        .Where(line => line.Length > 0));
}
