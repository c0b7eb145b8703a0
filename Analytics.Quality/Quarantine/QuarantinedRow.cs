namespace Analytics.Quality.Quarantine;

/// <summary>A row in quarantine, for a person.</summary>
/// <param name="Reason">The expectations that it breaks.</param>
/// <param name="Values">Its values as text, in the order of the columns; null for null. Long ones are cut.</param>
internal sealed record QuarantinedRow(string Reason, IReadOnlyList<string?> Values);
