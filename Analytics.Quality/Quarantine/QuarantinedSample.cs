namespace Analytics.Quality.Quarantine;

/// <summary>Some rows of a quarantined batch.</summary>
/// <param name="Columns">The names of their columns.</param>
/// <param name="Rows">The rows, those of the most frequent reason first.</param>
internal sealed record QuarantinedSample(IReadOnlyList<string> Columns, IReadOnlyList<QuarantinedRow> Rows)
{
    /// <summary>Values with more characters than these are cut, to one more.</summary>
    public const int MostCharacters = 120;

    /// <summary>So many reasons have rows among the samples.</summary>
    public const int MostReasons = 6;
}
