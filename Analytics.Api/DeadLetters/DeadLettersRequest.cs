using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Analytics.Api.DeadLetters;

/// <summary>Which dead letters are wanted.</summary>
internal sealed record DeadLettersRequest
{
    [FromQuery(Name = "reason")]
    [Description("Only those with this reason, such as schema_violation.")]
    public string? Reason { get; init; }

    [FromQuery(Name = "partition")]
    [Description("Only those of this partition of the source topic.")]
    public int? Partition { get; init; }

    [FromQuery(Name = "from")]
    [Description("First Kafka timestamp, inclusive: ISO 8601, UTC unless it has an offset.")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    [Description("End of the Kafka timestamps, exclusive: ISO 8601, UTC unless it has an offset.")]
    public string? To { get; init; }

    [FromQuery(Name = "limit")]
    [Description("Dead letters of a page: 50 by default, 500 at most.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "page")]
    [Description("The page, from 1.")]
    public int? Page { get; init; }
}
