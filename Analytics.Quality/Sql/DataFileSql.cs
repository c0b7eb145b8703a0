using Analytics.Lake.Sql;

namespace Analytics.Quality.Sql;

/// <summary>How DuckDB reads a file, by its extension.</summary>
internal static class DataFileSql
{
    /// <exception cref="IOException">The extension is not known.</exception>
    public static string Read(string file)
    {
        var name = LakeSql.Literal(Path.GetFullPath(file));
        return Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".PARQUET" => $"(SELECT * FROM read_parquet({name}))",
            ".CSV" or ".TSV" => $"(SELECT * FROM read_csv({name}))",
            ".NDJSON" or ".JSONL" or ".JSON" => $"(SELECT * FROM read_json({name}, format = 'newline_delimited'))",
            var other => throw new IOException($"{file}: unknown extension {other}; name the file .parquet, .csv, .tsv, .ndjson or .jsonl"),
        };
    }
}
