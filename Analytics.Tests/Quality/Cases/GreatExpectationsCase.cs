using System.Text;
using System.Text.Json.Nodes;
using Analytics.Lake.Sql;

namespace Analytics.Tests.Quality.Cases;

/// <summary>One recorded answer of Great Expectations.</summary>
internal sealed record GreatExpectationsCase(JsonObject Json)
{
    /// <summary>All recorded answers, by id.</summary>
    public static IReadOnlyDictionary<string, GreatExpectationsCase> ById { get; } =
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Quality", "Cases"), "great-expectations-*.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => new GreatExpectationsCase(JsonNode.Parse(line)!.AsObject()))
            .ToDictionary(known => known.Id);

    public string Id => Json["id"]!.GetValue<string>();

    public string Type => Json["expectation"]!["type"]!.GetValue<string>();

    public string SuiteJson => new JsonObject { ["name"] = "case", ["expectations"] = new JsonArray(Json["expectation"]!.DeepClone()) }.ToJsonString();

    /// <summary>True when Great Expectations gives no result: it refuses the arguments.</summary>
    public bool IsRefused => Json["phase"]?.GetValue<string>() is "load";

    /// <summary>True when Great Expectations reports an exception instead of numbers.</summary>
    public bool IsRaised => !IsRefused && (Result is null || (Result.Count == 0 && Type is not "expect_column_to_exist"));

    /// <summary>The arguments as the result shows them, without those that are null.</summary>
    public JsonObject Kwargs => new((Json["kwargs"] ?? Json["expectation"]!["kwargs"])!.AsObject()
        .Where(argument => argument.Value is not null).Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.DeepClone())));

    public bool Success => Json["success"]!.GetValue<bool>();

    public JsonObject? Result => Json["result"] as JsonObject;

    /// <summary>The names of the other tables.</summary>
    public IReadOnlyList<string> OtherTables => [.. (Json["other_tables"] as JsonObject ?? []).Select(table => table.Key)];

    /// <summary>Statements that create the dataset as the table <c>dataset</c>, and the other tables by their names.</summary>
    public string CreateSql() =>
        CreateSql("dataset", Json["dataset"]!) + string.Concat(OtherTables.Select(name => CreateSql(name, Json["other_tables"]![name]!)));

    private static string CreateSql(string table, JsonNode dataset)
    {
        var types = dataset["types"]!.AsObject();
        var columns = dataset["columns"]!.AsObject();
        var sql = new StringBuilder($"CREATE TABLE {LakeSql.Identifier(table)} (");
        sql.AppendJoin(", ", types.Select(column => $"{LakeSql.Identifier(column.Key)} {SqlType(column.Value!.GetValue<string>())}")).Append(");");
        var rows = columns.First().Value!.AsArray().Count;
        for (var i = 0; i < rows; i++)
        {
            sql.Append("INSERT INTO ").Append(LakeSql.Identifier(table)).Append(" VALUES (").AppendJoin(", ", types.Select(column => Literal(columns[column.Key]![i]))).Append(");");
        }

        return sql.ToString();
    }

    private static string SqlType(string type) => type switch
    {
        "int64" => "BIGINT",
        "double" => "DOUBLE",
        "string" => "VARCHAR",
        "bool" => "BOOLEAN",
        "timestamp" => "TIMESTAMP",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown type of a case"),
    };

    private static string Literal(JsonNode? value) => value switch
    {
        null => "NULL",
        _ when value.GetValueKind() is System.Text.Json.JsonValueKind.String => LakeSql.Literal(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };
}
