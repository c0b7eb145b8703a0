namespace Analytics.Contracts.Suites.Catalog;

/// <summary>What an argument of an expectation may hold.</summary>
public enum KwargKind
{
    /// <summary>The name of a column.</summary>
    Column,

    /// <summary>Names of columns, at least two.</summary>
    ColumnList,

    /// <summary>A name, which need not be a column of the data.</summary>
    Name,

    /// <summary>Names, which need not be columns of the data.</summary>
    Names,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number, or a date or time in ISO 8601.</summary>
    Bound,

    /// <summary>A share from 0 to 1.</summary>
    Share,

    /// <summary>An array of values.</summary>
    ValueSet,

    /// <summary>A regular expression.</summary>
    Regex,

    /// <summary>Regular expressions, at least one.</summary>
    RegexList,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Texts, at least one.</summary>
    Texts,

    /// <summary>A format of Python's strftime.</summary>
    TimeFormat,

    /// <summary>A JSON Schema.</summary>
    JsonSchema,

    /// <summary>An array of pairs of values.</summary>
    Pairs,

    /// <summary>A number, 0 or more.</summary>
    Positive,

    /// <summary>Which rows to judge: an object, or the string form of a parser.</summary>
    Condition,

    /// <summary>How much a result shows.</summary>
    Format,

    /// <summary><c>{"quantiles":[0.5],"value_ranges":[[1,null]]}</c>.</summary>
    QuantileRanges,

    /// <summary>False, or the name of an interpolation.</summary>
    Relative,

    /// <summary><c>{"values":[…],"weights":[…]}</c> or <c>{"bins":[…],"weights":[…],"tail_weights":[…]}</c>, the weights adding up to 1.</summary>
    Partition,

    /// <summary>A SELECT.</summary>
    Query,

    /// <summary>One of a few words.</summary>
    Choice,
}
