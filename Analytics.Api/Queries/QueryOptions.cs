namespace Analytics.Api.Queries;

/// <summary>Limits of user SQL, configuration section <c>Api</c>.</summary>
internal sealed class QueryOptions
{
    public const string Section = "Api";

    /// <summary>How long one query may run.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a query waits for a free worker before it is turned away.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows of one answer.</summary>
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Bytes of one answer.</summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Worker processes at most; one is kept warm.</summary>
    public int Workers { get; set; } = 2;

    /// <summary>DuckDB's memory_limit in a worker, bytes.</summary>
    public long MemoryLimit { get; set; } = 512L * 1024 * 1024;

    /// <summary>What the operating system lets a worker map beyond its start, bytes. Above it an allocation fails, or the worker dies.</summary>
    public long HardLimit { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>DuckDB's threads in a worker.</summary>
    public int Threads { get; set; } = 2;
}
