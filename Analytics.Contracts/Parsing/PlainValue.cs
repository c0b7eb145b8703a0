namespace Analytics.Contracts.Parsing;

/// <summary>The form that most values of a property have, known from its schema and column: it is tried first.</summary>
internal enum PlainValue
{
    /// <summary>No form is tried.</summary>
    None,

    /// <summary>A string without escapes, for a column of texts.</summary>
    Text,

    /// <summary>A string without escapes that is a date-time, for a column of timestamps.</summary>
    Time,

    /// <summary>An integer of few digits.</summary>
    Integer,

    /// <summary>A number of few digits, for a column of doubles.</summary>
    Real,
}
