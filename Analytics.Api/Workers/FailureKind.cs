namespace Analytics.Api.Workers;

/// <summary>The ways a statement can fail.</summary>
internal enum FailureKind
{
    /// <summary>Not valid: syntax, an unknown column, a value that doesn't convert, a missing parameter.</summary>
    Invalid,

    /// <summary>It names a table that gold doesn't have.</summary>
    UnknownTable,

    /// <summary>Valid, but not allowed: not a SELECT, or a function that reaches outside gold.</summary>
    Refused,

    /// <summary>It ran longer than it may.</summary>
    Timeout,

    /// <summary>It needs more memory than it may.</summary>
    OutOfMemory,

    /// <summary>The client went away.</summary>
    Cancelled,

    /// <summary>The worker died or its answer made no sense.</summary>
    WorkerLost,
}
