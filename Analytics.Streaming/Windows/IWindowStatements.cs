using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Streaming.Windows;

/// <summary>What computes the rows of windows from gold's files: the one thing in which the engines differ.</summary>
internal interface IWindowStatements
{
    /// <summary>Events that one statement should have at most, about; fixed windows of more are computed in pieces.</summary>
    long RowsAtOnce { get; }

    /// <summary>The rows of the tumbling or sliding windows that start in a range.</summary>
    WindowRows Fixed(TableDefinition table, WindowRange range, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken);

    /// <summary>The sessions that start in a range, open ones too.</summary>
    /// <param name="table">A table of sessions.</param>
    /// <param name="starts">The range.</param>
    /// <param name="events">The event times to read for it.</param>
    /// <param name="files">Gold's files that have such events.</param>
    /// <param name="schema">Gold's columns.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    WindowRows Sessions(TableDefinition table, WindowRange starts, WindowRange events, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken);
}
