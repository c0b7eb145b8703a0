using System.Data.Common;
using Analytics.Lake.Sql;

namespace Analytics.Quality.Files;

/// <summary>
/// The SELECT that reads a CSV file. DuckDB's own detection is not asked: it guesses from the beginning of the file, and may take a header for data, a row
/// for a comment, a broken file for one of a single column, <c>yes</c> for true, or 01/02/2024 for a day in February.
/// </summary>
internal static class CsvSql
{
    /// <summary>What pandas takes for missing.</summary>
    private static readonly string[] Missing =
        ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"];

    private static readonly string Options =
        $"auto_detect = false, header = true, quote = '\"', escape = '\"', comment = '', nullstr = [{string.Join(", ", Missing.Select(LakeSql.Literal))}]";

    public static string Read(DbConnection connection, string file, Func<string, bool> isTime)
    {
        var header = CsvHeader.Read(file);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", header.Names.Select(name => CsvType.Kinds(name, isTime(name))))} FROM {Select(file, header, _ => "VARCHAR")}";
        using var reader = command.ExecuteReader();
        reader.Read();
        return Select(file, header, column => CsvType.Of(reader.IsDBNull(column) ? null : reader.GetInt32(column)));
    }

    private static string Select(string file, CsvHeader header, Func<int, string> type)
    {
        var columns = string.Join(", ", header.Names.Select((name, i) => $"{LakeSql.Literal(name)}: {LakeSql.Literal(type(i))}"));
        return $"(SELECT * FROM read_csv({LakeSql.Literal(Path.GetFullPath(file))}, {Options}, delim = {LakeSql.Literal($"{header.Delimiter}")}, skip = {header.BlankLines}, columns = {{{columns}}}))";
    }
}
