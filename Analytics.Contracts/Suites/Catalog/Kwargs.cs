namespace Analytics.Contracts.Suites.Catalog;

/// <summary>The arguments that signatures are made of.</summary>
internal static class Kwargs
{
    public static readonly KwargDefinition Column = new("column", KwargKind.Column, Required: true);
    public static readonly KwargDefinition ColumnA = new("column_A", KwargKind.Column, Required: true);
    public static readonly KwargDefinition ColumnB = new("column_B", KwargKind.Column, Required: true);
    public static readonly KwargDefinition ColumnList = new("column_list", KwargKind.ColumnList, Required: true);
    public static readonly KwargDefinition Mostly = new("mostly", KwargKind.Share) { MayBeNull = false };
    public static readonly KwargDefinition ValueSet = new("value_set", KwargKind.ValueSet, Required: true) { MayBeEmpty = true };
    public static readonly KwargDefinition FilledValueSet = new("value_set", KwargKind.ValueSet, Required: true);
    public static readonly KwargDefinition Regex = new("regex", KwargKind.Regex, Required: true);
    public static readonly KwargDefinition Threshold = new("threshold", KwargKind.Number);
    public static readonly KwargDefinition StrictMin = new("strict_min", KwargKind.Boolean) { MayBeNull = false };
    public static readonly KwargDefinition StrictMax = new("strict_max", KwargKind.Boolean) { MayBeNull = false };
    public static readonly KwargDefinition MinCount = new("min_value", KwargKind.Count);
    public static readonly KwargDefinition MaxCount = new("max_value", KwargKind.Count);
    public static readonly KwargDefinition MinNumber = new("min_value", KwargKind.Number);
    public static readonly KwargDefinition MaxNumber = new("max_value", KwargKind.Number);
    public static readonly KwargDefinition MinBound = new("min_value", KwargKind.Bound);
    public static readonly KwargDefinition MaxBound = new("max_value", KwargKind.Bound);

    public static readonly KwargDefinition RegexList = new("regex_list", KwargKind.RegexList, Required: true);
    public static readonly KwargDefinition LikePattern = new("like_pattern", KwargKind.Text, Required: true);
    public static readonly KwargDefinition LikePatternList = new("like_pattern_list", KwargKind.Texts, Required: true);
    public static readonly KwargDefinition Strictly = new("strictly", KwargKind.Boolean);
    public static readonly KwargDefinition MatchOn = new("match_on", KwargKind.Choice) { Choices = ["any", "all"], MayBeNull = false };
    public static readonly KwargDefinition CatchExceptions = new("catch_exceptions", KwargKind.Boolean) { MayBeNull = false };
    public static readonly KwargDefinition ResultFormat = new("result_format", KwargKind.Format) { MayBeNull = false };
    public static readonly KwargDefinition BatchId = new("batch_id", KwargKind.Text);
    public static readonly KwargDefinition RowCondition = new("row_condition", KwargKind.Condition);

    public static readonly KwargDefinition ConditionParser = new("condition_parser", KwargKind.Choice)
    {
        Choices = ["great_expectations", "great_expectations__experimental__", "pandas", "spark"],
    };

    public static readonly KwargDefinition IgnorePairIf = new("ignore_row_if", KwargKind.Choice)
    {
        Choices = ["both_values_are_missing", "either_value_is_missing", "neither"],
        MayBeNull = false,
    };

    public static readonly KwargDefinition IgnoreRowIf = new("ignore_row_if", KwargKind.Choice)
    {
        Choices = ["all_values_are_missing", "any_value_is_missing", "never"],
        MayBeNull = false,
    };
}
