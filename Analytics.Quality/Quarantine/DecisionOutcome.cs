using Analytics.Contracts.Commits;
using static System.FormattableString;

namespace Analytics.Quality.Quarantine;

/// <summary>What a decision about a quarantined batch has done.</summary>
/// <param name="Table">The table.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Action">The decision.</param>
/// <param name="IsRepeat">Whether it had been carried out before, so that nothing was left to do; then the rows are 0.</param>
/// <param name="Released">Rows that came to gold.</param>
/// <param name="Discarded">Rows given up: of a release those of windows that have been computed anew since.</param>
/// <param name="GoldVersion">Gold's version afterwards.</param>
internal sealed record DecisionOutcome(string Table, long Batch, QuarantineAction Action, bool IsRepeat, long Released, long Discarded, long GoldVersion)
{
    /// <summary>What a person reads.</summary>
    public string Describe()
    {
        var what = Action is QuarantineAction.Release ? "released" : "discarded";
        if (IsRepeat)
        {
            return $"batch {Batch} was {what} before; nothing to do.";
        }

        var outdated = this is { Action: QuarantineAction.Release, Discarded: > 0 } ? Invariant($"; {Discarded:N0} rows of windows computed anew since are given up") : "";
        return Invariant($"batch {Batch} {what}, {(Action is QuarantineAction.Release ? Released : Discarded):N0} rows, gold version {GoldVersion}{outdated}.");
    }
}
