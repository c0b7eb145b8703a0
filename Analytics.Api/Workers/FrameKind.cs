namespace Analytics.Api.Workers;

/// <summary>What a frame between the API and a query worker carries.</summary>
internal enum FrameKind : byte
{
    /// <summary>API to worker: a <see cref="QueryJob"/> as JSON.</summary>
    Job = 1,

    /// <summary>API to worker: stop the job under way. Without payload.</summary>
    Cancel = 2,

    /// <summary>Worker to API: limits are set, DuckDB is loaded. Without payload.</summary>
    Ready = 16,

    /// <summary>Worker to API: the next bytes of the answer's body.</summary>
    Data = 17,

    /// <summary>Worker to API: the body is complete. A <see cref="JobSummary"/> as JSON.</summary>
    Done = 18,

    /// <summary>Worker to API: the job failed. A <see cref="JobFailure"/> as JSON.</summary>
    Failed = 19,
}
