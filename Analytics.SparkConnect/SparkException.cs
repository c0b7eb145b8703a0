namespace Analytics.SparkConnect;

/// <summary>The server refused or failed to do something. The message is Spark's.</summary>
public class SparkException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Spark's message.</param>
    /// <param name="innerException">The failed call.</param>
    public SparkException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Spark's error class, such as <c>UNRESOLVED_COLUMN.WITH_SUGGESTION</c>; null when the server gave none.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>The SQLSTATE, such as <c>42703</c>; null when the server gave none.</summary>
    public string? SqlState { get; init; }

    /// <summary>The part of the SQL text that Spark objects to; null when it is not about a text.</summary>
    public string? Fragment { get; init; }

    /// <summary>The SQL text that was sent; null when there was none.</summary>
    public string? Sql { get; init; }

    /// <summary>The Java class of the error, such as <c>org.apache.spark.sql.AnalysisException</c>; null when the server gave none.</summary>
    public string? JavaClass { get; init; }
}
