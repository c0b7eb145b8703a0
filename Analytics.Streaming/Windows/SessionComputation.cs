using System.Globalization;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Sql;

namespace Analytics.Streaming.Windows;

/// <summary>
/// Sessions of a range, kept in the database for a moment: the closed ones are staged, the open ones say from where the next run has to compute.
/// </summary>
internal sealed class SessionComputation(WindowDatabase database, SessionGeometry window, long? closedBefore, WindowPlan plan)
{
    private const string Table = "sessions_computed";

    private readonly long _closedTo = plan.ClosedTo ?? 0;

    /// <summary>The closed sessions, of the range that <see cref="Compute"/> gave last.</summary>
    public string Closed => string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM {Table} WHERE {End} < {_closedTo} AND {Start} >= {From} ORDER BY {WindowTable.WindowStart}");

    /// <summary>The start of the oldest open session in the ranges so far; where there is none, all sessions are closed up to the closed end.</summary>
    public long OpenFrom { get; private set; } = plan.ClosedTo ?? 0;

    private static string Start => $"epoch_us({WindowTable.WindowStart})";

    private static string End => $"epoch_us({WindowTable.WindowEnd})";

    private long From { get; set; }

    /// <summary>Computes a range.</summary>
    /// <param name="select">Its sessions, open ones too.</param>
    /// <param name="range">The range.</param>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    /// <returns>
    /// The part of the range that has to be staged: where no closed session can have changed, it begins with the oldest one that closes now,
    /// so that a session which stays open for a day does not make each run stage the day again. Null when nothing closes.
    /// </returns>
    public WindowRange? Compute(string select, WindowRange range, CancellationToken cancellationToken)
    {
        database.Execute($"CREATE OR REPLACE TEMP TABLE {Table} AS {select}", cancellationToken);
        if (Number($"SELECT min({Start}) FROM {Table} WHERE {End} >= {_closedTo}", cancellationToken) is { } open)
        {
            OpenFrom = Math.Min(OpenFrom, open);
        }

        From = range.From;
        if (plan.IsDirty || closedBefore is not { } before)
        {
            return range;
        }

        // A session that was open may have ended at a cut further back: its chain has only now become long enough to be cut.
        var closing = string.Create(CultureInfo.InvariantCulture, $"({End} >= {before} OR {End} % {window.MaxLength} = 0) AND {End} < {_closedTo}");
        if (Number($"SELECT min({Start}) FROM {Table} WHERE {closing}", cancellationToken) is not { } closes)
        {
            return null;
        }

        From = closes;
        return range with { From = closes };
    }

    /// <summary>Frees the memory.</summary>
    public void Clear() => database.Execute($"DROP TABLE IF EXISTS {Table}", CancellationToken.None);

    private long? Number(FormattableString sql, CancellationToken cancellationToken) => database.Number(FormattableString.Invariant(sql), cancellationToken);
}
