using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Json.Schema;

namespace Analytics.Quality.Evaluation.Functions;

/// <summary>
/// Conditions over texts that SQL lacks, as functions of a connection: they run within the shared scan. They are asked about nulls as well, whose answer
/// nobody reads.
/// </summary>
internal static class TextFunctions
{
    public const string TimeFormat = "python_strptime_matches";
    public const string Schema = "json_schema_matches";
    public const string Json = "json_text_valid";
    public const string Date = "dateutil_parseable";

    private static readonly ConcurrentDictionary<string, Regex> Regexes = [];
    private static readonly ConcurrentDictionary<string, PythonTimeFormat> Formats = [];
    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = [];

    /// <summary>Makes the functions known to a connection; once for each.</summary>
    public static void Register(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM duckdb_functions() WHERE function_name = '{Date}'";
        if (Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) > 0)
        {
            return;
        }

        connection.RegisterScalarFunction<string, string, bool>(PythonRegex.Function, (text, pattern) => text is not null && Regexes.GetOrAdd(pattern, PythonRegex.Compile).IsMatch(text));
        connection.RegisterScalarFunction<string, string, bool>(TimeFormat, (text, format) => text is not null && Formats.GetOrAdd(format, PythonTimeFormat.Parse).Matches(text));
        connection.RegisterScalarFunction<string, string, bool>(Schema, (text, schema) => text is not null && Conforms(Schemas.GetOrAdd(schema, source => JsonSchema.FromText(source)), text));
        connection.RegisterScalarFunction<string, bool>(Json, text => text is not null && JsonText.IsValid(text));
        connection.RegisterScalarFunction<string, bool>(Date, text => text is not null && DateText.IsParseable(text));
    }

    private static bool Conforms(JsonSchema schema, string text) => JsonText.TryParse(text, out var node)
        ? schema.Evaluate(JsonSerializer.SerializeToElement(node)).IsValid
        : throw new FormatException($"\"{text}\" is not JSON");
}
