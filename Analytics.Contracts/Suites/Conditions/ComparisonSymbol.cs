namespace Analytics.Contracts.Suites.Conditions;

/// <summary>Operators as suites write them.</summary>
internal static class ComparisonSymbol
{
    /// <summary>The operator of a symbol, or null.</summary>
    public static ComparisonOperator? Parse(string? symbol) => symbol switch
    {
        "==" => ComparisonOperator.Equal,
        "!=" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };
}
