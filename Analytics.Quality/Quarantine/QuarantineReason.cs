namespace Analytics.Quality.Quarantine;

/// <summary>Why rows are in quarantine.</summary>
/// <param name="Reason">The critical expectations that they break: position in the suite, type and column, such as <c>[2] expect_column_values_to_not_be_null(user_id)</c>.</param>
/// <param name="Rows">The rows that break exactly these.</param>
internal sealed record QuarantineReason(string Reason, long Rows);
