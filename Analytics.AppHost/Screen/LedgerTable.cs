namespace Analytics.AppHost.Screen;

/// <summary>A window table of the ledger.</summary>
internal sealed record LedgerTable(string Name, long Rows, DateTimeOffset? ClosedTo);
