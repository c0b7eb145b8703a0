using Analytics.Api.Workers;

namespace Analytics.Api.Catalog;

/// <summary>A live view at one moment.</summary>
/// <param name="Table">Its columns and keys.</param>
/// <param name="Scans">Everything a statement may see, of the same moment.</param>
/// <param name="EventsVersion">The version of gold/events that open windows are computed from.</param>
/// <param name="TableVersion">The version of the table that closed windows come from; -1 while it does not exist.</param>
/// <param name="ClosedTo">Up to where windows are closed.</param>
/// <param name="Watermark">The watermark of the events.</param>
internal sealed record LiveMoment(
    TableSummary Table, IReadOnlyList<JobTable> Scans, long EventsVersion, long TableVersion, DateTime? ClosedTo, DateTime? Watermark);
