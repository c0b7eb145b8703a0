namespace Analytics.Contracts.Suites.Conditions;

/// <summary>Two operands compared, at least one of them a column.</summary>
/// <param name="Left">The left operand.</param>
/// <param name="Operator">How they are compared.</param>
/// <param name="Right">The right operand.</param>
public sealed record ComparisonCondition(ConditionOperand Left, ComparisonOperator Operator, ConditionOperand Right) : RowCondition
{
    /// <inheritdoc/>
    public override IEnumerable<string> Columns => new[] { Left.Column, Right.Column }.OfType<string>();
}
