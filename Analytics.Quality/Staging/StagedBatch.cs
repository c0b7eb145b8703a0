using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Log;

namespace Analytics.Quality.Staging;

/// <summary>A staged commit that awaits settlement: a batch of events, or the rows of some windows.</summary>
/// <param name="Commit">The commit in <c>staging/&lt;table&gt;</c>.</param>
/// <param name="Number">The batch's number: its txn version.</param>
internal sealed record StagedBatch(DeltaCommit Commit, long Number)
{
    /// <summary>Set for events.</summary>
    public IngestCommit? Ingest { get; private init; }

    /// <summary>Set for window tables.</summary>
    public WindowCommit? Windows { get; private init; }

    public IReadOnlyList<DataFile> Files => Commit.Added;

    public long Rows => Files.Sum(file => file.RowCount);

    public bool EndOfInput => Ingest?.EndOfInput ?? Windows?.EndOfInput ?? false;

    public string? TraceParent => Ingest?.TraceParent ?? Windows?.TraceParent;

    /// <summary>Reads a staged commit; null when it carries no batch (maintenance).</summary>
    /// <exception cref="InvalidDataException">The commit's own record is not readable.</exception>
    public static StagedBatch? Read(DeltaCommit commit)
    {
        try
        {
            if (Property(commit, IngestCommit.Key) is { } ingest && commit.Transactions.TryGetValue(IngestCommit.AppId, out var batch))
            {
                return new StagedBatch(commit, batch) { Ingest = ingest.Deserialize(CommitJson.Default.IngestCommit) };
            }

            if (Property(commit, WindowCommit.Key) is { } windows)
            {
                var record = windows.Deserialize(CommitJson.Default.WindowCommit)!;
                return commit.Transactions.TryGetValue(record.Table, out var version) ? new StagedBatch(commit, version) { Windows = record } : null;
            }

            return null;
        }
        catch (JsonException invalid)
        {
            throw new InvalidDataException($"staged commit {commit.Version}: {invalid.Message}", invalid);
        }
    }

    private static JsonElement? Property(DeltaCommit commit, string key) =>
        commit.CommitInfo.ValueKind is JsonValueKind.Object && commit.CommitInfo.TryGetProperty(key, out var value) ? value : null;
}
