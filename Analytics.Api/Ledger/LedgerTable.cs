using Analytics.Api.Catalog;

namespace Analytics.Api.Ledger;

/// <summary>How far one window table is.</summary>
internal sealed record LedgerTable
{
    public required string Name { get; init; }

    /// <summary>Rows in gold.</summary>
    public required long Rows { get; init; }

    /// <summary>Windows that end at or before this are closed and in gold.</summary>
    public required DateTime? ClosedTo { get; init; }

    /// <summary>The version of gold/events that the newest rows were computed from.</summary>
    public required long? GoldVersion { get; init; }

    /// <summary>The source is complete and all windows are in gold.</summary>
    public required bool EndOfInput { get; init; }

    public static LedgerTable Of(GoldTable table)
    {
        var windows = table.Tail.Audit?.Windows;
        return new LedgerTable
        {
            Name = table.Name,
            Rows = table.Tail.Snapshot?.RowCount ?? 0,
            ClosedTo = Instant.FromMicroseconds(windows?.ClosedTo),
            GoldVersion = windows?.GoldVersion,
            EndOfInput = windows?.EndOfInput ?? false,
        };
    }
}
