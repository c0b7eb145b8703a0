using Analytics.Lake.Sql;

namespace Analytics.Api.Workers;

/// <summary>A table as one snapshot has it.</summary>
/// <param name="Name">The name under which SQL sees it.</param>
/// <param name="Scan">The parenthesised SELECT over its files.</param>
/// <param name="Files">What that SELECT reads.</param>
internal sealed record JobTable(string Name, TableScan Scan, IReadOnlyList<JobFile> Files);
