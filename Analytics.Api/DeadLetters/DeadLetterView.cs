namespace Analytics.Api.DeadLetters;

/// <summary>A record that broke the contract, as it came.</summary>
/// <param name="Topic">The topic that it was read from.</param>
/// <param name="Partition">Its partition there.</param>
/// <param name="Offset">Its offset there: with topic and partition it identifies the record.</param>
/// <param name="Timestamp">Its Kafka timestamp.</param>
/// <param name="EventTime">Its event time where that could be read.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Detail">Where it breaks the contract.</param>
/// <param name="ReplayOf">The coordinates of the dead letter that this is a replay of, <c>topic/partition/offset</c>; null for a record of its own.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">Its headers, in order.</param>
internal sealed record DeadLetterView(
    string Topic,
    int Partition,
    long Offset,
    DateTime? Timestamp,
    DateTime? EventTime,
    string Reason,
    string? Detail,
    string? ReplayOf,
    PayloadView? Key,
    PayloadView? Value,
    IReadOnlyList<HeaderView> Headers);
