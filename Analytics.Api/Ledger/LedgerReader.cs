using Analytics.Api.Catalog;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;

namespace Analytics.Api.Ledger;

/// <summary>Reads the ledger off the Delta logs of staging and gold. Thread safe; costs a few failed opens while nothing happens.</summary>
internal sealed class LedgerReader(PipelineDefinition pipeline, LakeLayout lake, GoldCatalog catalog, TimeProvider time)
{
    private readonly StagingTail _staging = new(lake.Staging(LakeLayout.Events), time);

    public LedgerView Read() => catalog.Read(tables =>
    {
        // After gold: what is settled has been staged, so nothing can be settled that staging doesn't count.
        _staging.Refresh();
        return View(tables[0].Tail, [.. tables.Skip(1)]);
    });

    private LedgerView View(GoldTail gold, IReadOnlyList<GoldTable> windows)
    {
        var ingest = _staging.Ingest;
        var counts = ingest?.Totals ?? EventCounts.None;
        var settled = gold.Audit?.Totals ?? SettlementCounts.None;
        var pending = (ingest?.Staged ?? 0) - settled.Settled;
        var endOfInput = ingest?.EndOfInput ?? false;
        var partitions = Partitions(ingest, gold.Audit);
        var consumedBalanced = counts.IsBalanced && Sum(ingest) == counts;
        var acceptedBalanced = pending == _staging.UnsettledRows(gold.Audit?.StagingVersion ?? -1)
            && settled.Gold == (gold.Snapshot?.RowCount ?? 0)
            && Sum(gold.Audit) == settled;
        var tables = windows.Select(LedgerTable.Of).ToList();
        return new LedgerView
        {
            Pipeline = pipeline.Name,
            Topic = pipeline.Source.Topic,
            Consumed = counts.Consumed,
            Accepted = counts.Accepted,
            Duplicate = counts.Duplicate,
            Late = counts.Late,
            DeadLettered = counts.DeadLettered,
            FoldedIn = ingest?.FoldedIn ?? 0,
            Gold = settled.Gold,
            Quarantined = settled.Quarantined,
            Discarded = settled.Discarded,
            Pending = pending,
            ConsumedBalanced = consumedBalanced,
            AcceptedBalanced = acceptedBalanced,
            Balanced = consumedBalanced && acceptedBalanced && partitions.TrueForAll(partition => partition is { ConsumedBalanced: true, AcceptedBalanced: true }),
            Watermark = Instant.FromMicroseconds(ingest?.Watermark),
            EndOfInput = endOfInput,
            Settled = pending == 0 && (!endOfInput || tables.TrueForAll(table =>
                table.EndOfInput && table.GoldVersion >= gold.NewestRows)),
            FirstFetchedAt = Instant.FromMicroseconds(ingest?.FirstFetchedAt),
            LastGoldAt = Instant.FromMilliseconds(windows.Select(table => table.Tail.SettledAt).Append(gold.SettledAt).Max()),
            SparkState = ingest?.Spark?.State,
            Partitions = partitions,
            Tables = tables,
        };
    }

    private static List<LedgerPartition> Partitions(IngestCommit? ingest, AuditCommit? audit)
    {
        var settled = (audit?.Partitions ?? []).ToDictionary(line => line.Partition, line => line.Totals);
        return [.. (ingest?.Partitions ?? []).Select(partition => LedgerPartition.Of(partition, settled.GetValueOrDefault(partition.Partition, SettlementCounts.None)))];
    }

    private static EventCounts Sum(IngestCommit? ingest) =>
        (ingest?.Partitions ?? []).Aggregate(EventCounts.None, (sum, partition) => sum + partition.Totals);

    private static SettlementCounts Sum(AuditCommit? audit) =>
        (audit?.Partitions ?? []).Aggregate(SettlementCounts.None, (sum, line) => sum + line.Totals);
}
