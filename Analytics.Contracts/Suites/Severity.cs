namespace Analytics.Contracts.Suites;

/// <summary>What a failed expectation means for the data.</summary>
public enum Severity
{
    /// <summary>Only noted. JSON: <c>info</c>.</summary>
    Info,

    /// <summary>The data is published with the warning. JSON: <c>warning</c>.</summary>
    Warning,

    /// <summary>The rows that break it, or the batch, are kept out of gold. JSON: <c>critical</c>, the default.</summary>
    Critical,
}
