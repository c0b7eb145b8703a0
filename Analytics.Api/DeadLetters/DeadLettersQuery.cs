using System.Globalization;
using Analytics.Api.Catalog;
using Analytics.Api.Queries;
using Analytics.Contracts.Parsing;
using Analytics.Lake.Sql;

namespace Analytics.Api.DeadLetters;

/// <summary>Compiles a request for dead letters into statements over <c>ops/dead_letters</c>. They run where all statements run.</summary>
internal static class DeadLettersQuery
{
    /// <summary>The name under which the statements see the table.</summary>
    public const string Table = "dead_letters";

    /// <summary>The column that <c>from</c> and <c>to</c> speak of.</summary>
    public const string TimeColumn = "timestamp";

    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    private const string Columns = """topic, partition, "offset", epoch_us("timestamp"), epoch_us(event_time), reason, detail, headers, octet_length(key), octet_length(value)""";

    /// <summary>A page, with payloads that are not too long for it.</summary>
    public static string Page(DeadLettersRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT {Columns}, {Short("key")}, {Short("value")} FROM {Table}{Where(request)}
        ORDER BY "timestamp" DESC, topic, partition, "offset" DESC LIMIT {Limit(request)} OFFSET {((long)Number(request) - 1) * Limit(request)}
        """);

    /// <summary>How many match, by reason.</summary>
    public static string Count(DeadLettersRequest request) => $"SELECT reason, count(*) FROM {Table}{Where(request)} GROUP BY reason ORDER BY reason";

    /// <summary>One record with all of its bytes.</summary>
    public static string One(string topic, int partition, long offset) => string.Create(
        CultureInfo.InvariantCulture, $"""SELECT {Columns}, key, value FROM {Table} WHERE topic = {LakeSql.Literal(topic)} AND partition = {partition} AND "offset" = {offset} LIMIT 1""");

    /// <summary>Rows of a page.</summary>
    public static int Limit(DeadLettersRequest request) =>
        request.Limit is null or (>= 1 and <= MaxLimit) ? request.Limit ?? DefaultLimit : throw new RequestException($"limit is {request.Limit}; it can be 1 to {MaxLimit}.");

    /// <summary>The page's number.</summary>
    public static int Number(DeadLettersRequest request) => request.Page is null or >= 1 ? request.Page ?? 1 : throw new RequestException($"page is {request.Page}; it begins at 1.");

    /// <summary>The range of time that is asked for.</summary>
    public static RowRange Range(DeadLettersRequest request) =>
        new(Table, RowsQuery.Time("from", request.From) ?? long.MinValue, RowsQuery.Time("to", request.To) ?? long.MaxValue);

    /// <summary>A reason that there is.</summary>
    /// <exception cref="RequestException">There is no such reason; the message names those that there are.</exception>
    public static string? Reason(string? reason) => reason is null || DeadLetterReasons.TryParse(reason, out _)
        ? reason
        : throw new RequestException(
            $"reason is \"{reason}\"; it can be {string.Join(", ", Enum.GetValues<DeadLetterReason>().Where(known => known != DeadLetterReason.None).Select(known => known.WireName()))}.");

    private static string Short(string column) => string.Create(
        CultureInfo.InvariantCulture, $"CASE WHEN octet_length({column}) <= {PayloadView.MaxListed} THEN {column} END AS {column}");

    private static string Where(DeadLettersRequest request)
    {
        var conditions = new List<string>();
        if (Reason(request.Reason) is { } reason)
        {
            conditions.Add($"reason = {LakeSql.Literal(reason)}");
        }

        if (request.Partition is { } partition)
        {
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"partition = {partition}"));
        }

        if (RowsQuery.Time("from", request.From) is { } from)
        {
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"""epoch_us("timestamp") >= {from}"""));
        }

        if (RowsQuery.Time("to", request.To) is { } to)
        {
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"""epoch_us("timestamp") < {to}"""));
        }

        return conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
    }
}
