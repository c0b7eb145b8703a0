namespace Analytics.Quality.Quarantine;

/// <summary>What became of one batch of a form.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Outcome">What was done; null when it was not done.</param>
/// <param name="Refusal">Why not; null when it was.</param>
/// <param name="Status">The HTTP status that says the same.</param>
internal sealed record DecisionLine(long Batch, DecisionOutcome? Outcome, string? Refusal, int Status);
