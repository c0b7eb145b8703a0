using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Pipelines;

/// <summary>A pipeline as its folder declares it: <c>pipeline.yaml</c>, <c>schemas/*.json</c>, <c>expectations/*.json</c>.</summary>
public sealed record PipelineDefinition
{
    /// <summary>The pipeline's name; the lake of the pipeline lies below it.</summary>
    public required string Name { get; init; }

    /// <summary>The pipeline's folder, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Where events come from and what they look like.</summary>
    public required SourceDefinition Source { get; init; }

    /// <summary>
    /// The columns of an event, from all schema versions of the folder together. The platform's own columns
    /// (<c>_partition</c>, <c>_offset</c>, <c>_timestamp</c>) are not among them.
    /// </summary>
    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }

    /// <summary>The windowed tables, in the order of the file.</summary>
    public required IReadOnlyList<TableDefinition> Tables { get; init; }
}
