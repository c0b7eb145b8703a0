using System.Text.Json;

namespace Analytics.Api.Workers;

/// <summary>One statement for a worker, with everything it may see: the files of one snapshot of each table, and its limits.</summary>
internal sealed record QueryJob
{
    public required string Sql { get; init; }

    /// <summary>Values of <c>$name</c> parameters: JSON strings, numbers, booleans or null.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    public required IReadOnlyList<JobTable> Tables { get; init; }

    /// <summary>Runs nothing: only says which tables the statement reads.</summary>
    public bool IsQuestion { get; init; }

    public required ResultFormat Format { get; init; }

    public required int TimeoutMilliseconds { get; init; }

    /// <summary>More rows than this are cut off, and the answer says so.</summary>
    public required int MaxRows { get; init; }

    /// <summary>A body longer than this is cut off after the row that crosses it.</summary>
    public required long MaxBytes { get; init; }
}
