using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;

namespace Analytics.Quality.Staging;

/// <summary>Follows the log of a staged table.</summary>
/// <param name="table">The staged table.</param>
/// <param name="next">The first version not settled.</param>
/// <param name="time">The clock.</param>
internal sealed class StagingTail(DeltaTable table, long next, TimeProvider time)
{
    /// <summary>How often the log is looked at: a share of the way from broker to gold.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>A run grows until it has this many rows: enough to catch up quickly, few enough to bound memory.</summary>
    private const long MaxRows = 1_000_000;

    private const int MaxBatches = 256;

    private LakeSchema? _schema;
    private long _next = next;

    /// <summary>Waits for staged batches and takes all that are there, within bounds.</summary>
    public async Task<StagedRun> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var commit = await table.WaitForCommitAsync(_next, Interval, time, cancellationToken);
            var batches = new List<StagedBatch>();
            var rows = 0L;
            for (; commit is not null && batches.Count < MaxBatches; commit = table.ReadCommit(_next))
            {
                var batch = StagedBatch.Read(commit);
                if (batch is not null && batches.Count > 0 && (rows + batch.Rows > MaxRows || Overlaps(batches, batch)))
                {
                    break;
                }

                _schema = commit.Schema ?? _schema;
                _next++;
                if (batch is not null)
                {
                    batches.Add(batch);
                    rows += batch.Rows;
                }
            }

            if (batches.Count > 0)
            {
                return new StagedRun(batches, _next - 1, _schema ??= table.Load()!.Schema);
            }
        }
    }

    /// <summary>Windows recomputed within a run would be there twice: the later commit waits for the next run and replaces them.</summary>
    private static bool Overlaps(List<StagedBatch> batches, StagedBatch batch) =>
        batch.Windows is { } windows && windows.Ranges.Any(range => batches.SelectMany(earlier => earlier.Windows!.Ranges).Any(other => Intersect(range, other)));

    private static bool Intersect(WindowRange left, WindowRange right) => left.From < right.To && right.From < left.To;
}
