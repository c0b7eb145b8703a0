using System.Text.Json;

namespace Analytics.Api.Queries;

/// <summary>
/// The shape of an answer, for the OpenAPI document; answers are streamed by the worker. Integers and decimals are numbers with all their digits,
/// times are ISO 8601 strings in UTC, NaN and the infinities are strings, blobs base64.
/// </summary>
/// <param name="Columns">Names and SQL types.</param>
/// <param name="Rows">One array per row, in the order of the columns.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Truncated">Whether rows were cut off at the row or size cap.</param>
/// <param name="ElapsedMs">Milliseconds in the query worker.</param>
internal sealed record QueryAnswer(
    IReadOnlyList<QueryColumn> Columns,
    IReadOnlyList<IReadOnlyList<JsonElement>> Rows,
    long RowCount,
    bool Truncated,
    double ElapsedMs);
