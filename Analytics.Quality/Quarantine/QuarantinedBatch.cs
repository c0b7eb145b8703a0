namespace Analytics.Quality.Quarantine;

/// <summary>A batch whose rows wait in quarantine for a decision.</summary>
/// <param name="Table">The table.</param>
/// <param name="Batch">The number to release or discard it by.</param>
/// <param name="Rows">Its rows in quarantine.</param>
/// <param name="Reasons">The expectations that they break, with the number of rows that give each combination as the reason; the most frequent first.</param>
internal sealed record QuarantinedBatch(string Table, long Batch, long Rows, IReadOnlyList<QuarantineReason> Reasons);
