using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Analytics.Api.Catalog;

/// <summary>Which rows of a table are wanted.</summary>
internal sealed record RowsRequest
{
    [FromRoute(Name = "name")]
    public required string Name { get; init; }

    [FromQuery(Name = "from")]
    [Description("First time, inclusive: ISO 8601, UTC unless it has an offset.")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    [Description("End of the time range, exclusive: ISO 8601, UTC unless it has an offset.")]
    public string? To { get; init; }

    [FromQuery(Name = "filter")]
    [Description("A SQL condition over the table's columns.")]
    public string? Filter { get; init; }

    [FromQuery(Name = "order")]
    [Description("Columns, comma-separated; - before a column for descending.")]
    public string? Order { get; init; }

    [FromQuery(Name = "limit")]
    [Description("Rows of a page: 100 by default, 100000 at most.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "offset")]
    [Description("Rows to skip.")]
    public long? Offset { get; init; }

    [FromQuery(Name = "page")]
    [Description("Instead of offset: the page, from 1.")]
    public long? Page { get; init; }

    [FromQuery(Name = "format")]
    [Description("json or csv; otherwise Accept decides.")]
    public string? Format { get; init; }
}
