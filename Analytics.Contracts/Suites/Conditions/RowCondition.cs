namespace Analytics.Contracts.Suites.Conditions;

/// <summary>
/// Which rows an expectation is about (<c>row_condition</c>). Every condition is true or false of a row, never unknown: as in pandas, a comparison
/// with a missing value is false, and <c>!=</c> and NOT_IN are true of it.
/// </summary>
public abstract record RowCondition
{
    /// <summary>The columns it names.</summary>
    public abstract IEnumerable<string> Columns { get; }
}
