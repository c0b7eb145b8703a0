namespace Analytics.Producer.Truth;

/// <summary>What the pipeline's ledger must say of simulated events.</summary>
internal sealed record ExpectedOutcome(long Accepted, long Duplicate, long Late, long DeadLettered);
