using Analytics.Contracts.Commits;
using Analytics.Tests.Contracts.Sql;
using Shouldly;

namespace Analytics.Tests.Streaming;

/// <summary>
/// What ingest must have decided, record by record, given only how it cut the log and when it took partitions for idle: late by the partition's own past
/// and by the watermark it was held to, duplicates by a dictionary, the watermark as a minimum.
/// </summary>
internal sealed class ReplayModel(IReadOnlyList<List<RandomRecord>> log, long delay)
{
    private readonly Dictionary<string, long> _known = [];
    private readonly long?[] _max = new long?[log.Count];
    private readonly long?[] _heldTo = new long?[log.Count];
    private readonly bool[] _idle = new bool[log.Count];
    private readonly EventCounts[] _totals = new EventCounts[log.Count];
    private long? _watermark;

    public List<string> Side { get; } = [];

    public List<string> Accepted { get; } = [];

    /// <summary>The accepted events of each commit.</summary>
    public List<List<ModelEvent>> Batches { get; } = [];

    public void Replay(IngestCommit commit, string where)
    {
        var batch = new List<ModelEvent>();
        foreach (var progress in commit.Partitions)
        {
            var p = progress.Partition;
            if (progress.NextOffset > progress.StartOffset && _idle[p] && _watermark is not null)
            {
                _heldTo[p] = _watermark;
            }

            for (var offset = progress.StartOffset; offset < progress.NextOffset; offset++)
            {
                Decide(log[p][(int)offset], p, $"{p}/{offset}", batch);
            }

            _idle[p] = progress.Idle;
            progress.MaxEventTime.ShouldBe(_max[p], where);
            Limit(progress.MaxEventTime, progress.HeldTo).ShouldBe(Limit(_max[p], _heldTo[p]), where);
            progress.Totals.ShouldBe(_totals[p], where);
        }

        var candidates = Enumerable.Range(0, log.Count).Where(p => !_idle[p]).Select(p => _max[p]).ToList();
        var candidate = candidates.Count == 0 ? _max.Max() - delay : candidates.Contains(null) ? null : candidates.Min() - delay;
        _watermark = candidate is null || candidate < _watermark ? _watermark : candidate;
        commit.Watermark.ShouldBe(_watermark, where);
        commit.Totals.ShouldBe(_totals.Aggregate(default(EventCounts), (sum, each) => sum + each), where);
        Batches.Add(batch);
    }

    /// <summary>What the partition is complete up to. Idling that moved no watermark is not committed and holds it to nothing new.</summary>
    private long Limit(long? max, long? heldTo) => Math.Max(max - delay ?? long.MinValue, heldTo ?? long.MinValue);

    private void Decide(RandomRecord record, int p, string place, List<ModelEvent> batch)
    {
        _totals[p] += new EventCounts(1, 0, 0, 0, 0);
        if (record.Event is not { } each)
        {
            _totals[p] += new EventCounts(0, 0, 0, 0, 1);
            Side.Add($"{record.Reason} {place}");
        }
        else if (each.Time < _max[p] - delay || each.Time < _heldTo[p])
        {
            _totals[p] += new EventCounts(0, 0, 0, 1, 0);
            Side.Add($"late {place}");
        }
        else
        {
            _max[p] = Math.Max(_max[p] ?? long.MinValue, each.Time);
            if (_known.TryGetValue(record.Id, out var first) && !(_watermark >= first + delay))
            {
                _totals[p] += new EventCounts(0, 0, 1, 0, 0);
                return;
            }

            _known[record.Id] = each.Time;
            _totals[p] += new EventCounts(0, 1, 0, 0, 0);
            Accepted.Add(place);
            batch.Add(each);
        }
    }
}
