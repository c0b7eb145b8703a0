using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Evaluation.Columns;

/// <summary>A column of the data under evaluation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">DuckDB's name of its type, such as <c>BIGINT</c>.</param>
internal sealed record RelationColumn(string Name, string Type)
{
    public string Sql { get; } = LakeSql.Identifier(Name);

    public ColumnFamily Family { get; } = Type switch
    {
        _ when IsNestedType(Type) => ColumnFamily.Other,
        "VARCHAR" => ColumnFamily.Text,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" => ColumnFamily.Integer,
        "FLOAT" or "DOUBLE" => ColumnFamily.Real,
        _ when Type.StartsWith("DECIMAL", StringComparison.Ordinal) => ColumnFamily.Real,
        "BOOLEAN" => ColumnFamily.Boolean,
        "DATE" => ColumnFamily.Time,
        _ when Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ColumnFamily.Time,
        _ => ColumnFamily.Other,
    };

    /// <summary>Whether its values are lists, structs or maps: they have no order and are not counted one by one.</summary>
    public bool IsNested { get; } = IsNestedType(Type);

    /// <summary>The column as results read it. The driver has no list with a null in it, and no number that is none within one: DuckDB writes them as JSON.</summary>
    public string Shown => IsNested ? $"CAST(to_json({Sql}) AS VARCHAR)" : Sql;

    /// <summary>Whether its values are points in time, days aside.</summary>
    public bool IsTimestamp { get; } = Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) && !IsNestedType(Type);

    /// <summary>True for missing values: null, and NaN, which Great Expectations counts as null.</summary>
    public string Missing => Type is "FLOAT" or "DOUBLE" ? $"({Sql} IS NULL OR isnan({Sql}))" : $"{Sql} IS NULL";

    /// <summary>A value of it as JSON; a missing time is <c>NaT</c>, as pandas calls it, and one of a zone is in UTC and says so.</summary>
    public JsonNode? Json(object? value) => (value, IsTimestamp) switch
    {
        (null, true) => JsonValue.Create("NaT"),
        (string json, _) when IsNested => NestedJson.Parse(json),
        (DateTimeOffset time, _) when Type is "TIME WITH TIME ZONE" => JsonValue.Create(time.ToString("HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture)),
        (DateTime or DateTimeOffset, true) when Type is "TIMESTAMP WITH TIME ZONE" => JsonValue.Create(JsonValues.Of(value)!.GetValue<string>() + "+00:00"),
        _ => JsonValues.Of(value),
    };

    /// <summary>A value as JSON where pandas hands out its arrays (pairs, modes): their times always have six digits of a second.</summary>
    public JsonNode? ArrayJson(object? value) => value is DateTime time && IsTimestamp
        ? JsonValue.Create(time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture))
        : Json(value);

    /// <summary>The condition that two values of a row are the same, missing ones included; values of two kinds never are.</summary>
    public string SameAs(RelationColumn other) => (IsComparableWith(other), HasOneNull(other)) switch
    {
        (true, true) => $"{Against(other)} IS NOT DISTINCT FROM {other.Against(this)}",
        (true, false) => $"coalesce({Against(other)} = {other.Against(this)}, false)",
        (false, true) => $"({Missing} AND {other.Missing})",
        _ => "false",
    };

    /// <summary>The column for a comparison with another one: DuckDB has no order between Booleans and real numbers.</summary>
    public string Against(RelationColumn other) => Family == other.Family ? Present : Numeric;

    /// <summary>Whether a missing value of both is the same to pandas: NaN of numbers and texts, NaT of times, None of what is held as objects.</summary>
    private bool HasOneNull(RelationColumn other) => NullName == other.NullName;

    private string NullName => IsTimestamp ? "NaT" : Family is ColumnFamily.Integer or ColumnFamily.Real or ColumnFamily.Text && !Type.StartsWith("DECIMAL", StringComparison.Ordinal) ? "NaN" : "None";

    /// <summary>Whether values can be compared: of one kind, or both numbers. DuckDB would convert a text to a number first.</summary>
    public bool IsComparableWith(RelationColumn other) => Family == other.Family || (IsNumber && other.IsNumber);

    private bool IsNumber => Family is ColumnFamily.Integer or ColumnFamily.Real or ColumnFamily.Boolean;

    /// <summary>The column as a number, for arithmetic.</summary>
    public string Numeric => Family is ColumnFamily.Boolean ? $"CAST({Sql} AS INTEGER)" : Present;

    private static bool IsNestedType(string type) =>
        type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal);

    /// <summary>The column with missing values as nulls, which aggregates skip.</summary>
    public string Present => Type is "FLOAT" or "DOUBLE" ? $"CASE WHEN isnan({Sql}) THEN NULL ELSE {Sql} END" : Sql;
}
