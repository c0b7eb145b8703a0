using System.Globalization;
using System.Text;
using System.Text.Json;
using Analytics.Api.Queries;
using Analytics.Lake.Sql;

namespace Analytics.Api.Catalog;

/// <summary>
/// Compiles a request for rows into a SELECT. Times, columns and numbers are checked here; the filter is the client's own SQL, and the whole
/// statement runs in the same sandbox as any other, so a filter can do no more than a query.
/// </summary>
internal static class RowsQuery
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 100_000;

    public static IReadOnlyDictionary<string, JsonElement> NoParameters { get; } = new Dictionary<string, JsonElement>();

    public static string Compile(TableSummary table, RowsRequest request)
    {
        var sql = new StringBuilder($"SELECT * FROM {LakeSql.Identifier(table.Name)}");
        var conditions = Conditions(table, request).ToList();
        if (conditions.Count > 0)
        {
            sql.Append("\nWHERE ").AppendJoin(" AND ", conditions);
        }

        var limit = request.Limit ?? DefaultLimit;
        if (limit is < 0 or > MaxLimit)
        {
            throw new RequestException($"limit is {limit}; it can be 0 to {MaxLimit}.");
        }

        sql.Append("\nORDER BY ").AppendJoin(", ", Order(table, request.Order));
        return sql.Append(CultureInfo.InvariantCulture, $"\nLIMIT {limit} OFFSET {Offset(request, limit)}").ToString();
    }

    /// <summary>The range of time that a request asks for; null when it names no bound.</summary>
    public static RowRange? Range(TableSummary table, RowsRequest request) =>
        (Time("from", request.From), Time("to", request.To)) is var (from, to) && (from ?? to) is not null ? new RowRange(table.Name, from ?? long.MinValue, to ?? long.MaxValue) : null;

    private static IEnumerable<string> Conditions(TableSummary table, RowsRequest request)
    {
        var column = LakeSql.Identifier(table.TimeColumn);
        if (Time("from", request.From) is { } from)
        {
            yield return $"{column} >= make_timestamp({from})";
        }

        if (Time("to", request.To) is { } to)
        {
            yield return $"{column} < make_timestamp({to})";
        }

        if (!string.IsNullOrWhiteSpace(request.Filter))
        {
            // The line break ends a comment in the filter.
            yield return $"({request.Filter}\n)";
        }
    }

    private static IEnumerable<string> Order(TableSummary table, string? order)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in (order ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var name = item.TrimStart('-', '+').Trim();
            if (table.Columns.All(column => !column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new RequestException(
                    $"order names \"{name}\", which is no column of {table.Name}. It has: {string.Join(", ", table.Columns.Select(column => column.Name))}.");
            }

            if (used.Add(name))
            {
                yield return LakeSql.Identifier(name) + (item.StartsWith('-') ? " DESC" : "");
            }
        }

        // Pages need a total order: rows that the wish leaves equal are ordered by time and key.
        foreach (var key in table.KeyColumns.Prepend(table.TimeColumn))
        {
            if (used.Add(key) && table.Columns.Any(column => column.Name.Equals(key, StringComparison.OrdinalIgnoreCase)))
            {
                yield return LakeSql.Identifier(key);
            }
        }
    }

    private static long Offset(RowsRequest request, int limit)
    {
        if (request is { Page: not null, Offset: not null })
        {
            throw new RequestException("Give either page or offset.");
        }

        if (request.Page is < 1 || request.Offset is < 0)
        {
            throw new RequestException("page begins at 1, offset at 0.");
        }

        return request.Page is { } page ? checked((page - 1) * limit) : request.Offset ?? 0;
    }

    /// <summary>Microseconds since the epoch.</summary>
    public static long? Time(string parameter, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : throw new RequestException($"{parameter} is \"{text}\"; it must be an ISO 8601 time such as 2024-03-01T12:00:00Z.");
    }
}
