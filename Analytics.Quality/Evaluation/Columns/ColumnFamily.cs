namespace Analytics.Quality.Evaluation.Columns;

/// <summary>What can be asked of a column.</summary>
internal enum ColumnFamily
{
    Text,
    Integer,
    Real,
    Boolean,
    Time,
    Other,
}
