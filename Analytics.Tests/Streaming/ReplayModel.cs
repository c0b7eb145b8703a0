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
    private readonly EventCounts[] _totals = [.. log.Select(_ => EventCounts.None)];
    private readonly long[] _foldedIn = new long[log.Count];
    private readonly HashSet<string> _everAccepted = [];
    private readonly List<(int Partition, int Offset)> _late = [];
    private long? _watermark;

    public List<string> Side { get; } = [];

    public List<string> Accepted { get; } = [];

    /// <summary>The accepted events of each commit.</summary>
    public List<List<ModelEvent>> Batches { get; } = [];

    /// <param name="commit">What ingest committed.</param>
    /// <param name="foldIn">The time range of late events that it folded in; null when it is no fold-in.</param>
    /// <param name="where">Named by failures.</param>
    public void Replay(IngestCommit commit, FoldedRange? foldIn, string where)
    {
        var batch = new List<ModelEvent>();
        if (foldIn is not null)
        {
            FoldIn(foldIn, batch);
        }

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
            progress.FoldedIn.ShouldBe(_foldedIn[p], where);
        }

        var candidates = Enumerable.Range(0, log.Count).Where(p => !_idle[p]).Select(p => _max[p]).ToList();
        var candidate = candidates.Count == 0 ? _max.Max() - delay : candidates.Contains(null) ? null : candidates.Min() - delay;
        _watermark = candidate is null || candidate < _watermark ? _watermark : candidate;
        commit.Watermark.ShouldBe(_watermark, where);
        commit.Totals.ShouldBe(_totals.Aggregate(EventCounts.None, (sum, each) => sum + each), where);
        Batches.Add(batch);
    }

    /// <summary>What the partition is complete up to. Idling that moved no watermark is not committed and holds it to nothing new.</summary>
    private long Limit(long? max, long? heldTo) => Math.Max(max - delay ?? long.MinValue, heldTo ?? long.MinValue);

    /// <summary>Late events in the order of their coordinates, each once and only if its id never was accepted.</summary>
    private void FoldIn(FoldedRange range, List<ModelEvent> batch)
    {
        foreach (var (p, offset) in _late.Where(late => log[late.Partition][late.Offset].Event!.Time is var time && time >= range.From && time < range.To).Order().ToList())
        {
            _late.Remove((p, offset));
            var record = log[p][offset];
            if (_everAccepted.Add(record.Id))
            {
                _known[record.Id] = record.Event!.Time;
                _foldedIn[p]++;
                Accepted.Add($"{p}/{offset}");
                batch.Add(record.Event!);
            }
        }
    }

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
            _late.Add((p, (int)each.Offset));
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
            _everAccepted.Add(record.Id);
            _totals[p] += new EventCounts(0, 1, 0, 0, 0);
            Accepted.Add(place);
            batch.Add(each);
        }
    }
}
