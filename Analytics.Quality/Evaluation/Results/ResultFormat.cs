namespace Analytics.Quality.Evaluation.Results;

/// <summary>How much of a result is shown: the names are those of Great Expectations.</summary>
internal enum ResultFormat
{
    BooleanOnly,
    Basic,
    Summary,
    Complete,
}
