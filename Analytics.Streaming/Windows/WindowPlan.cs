using Analytics.Contracts.Commits;

namespace Analytics.Streaming.Windows;

/// <summary>What a window run has to compute.</summary>
/// <param name="Ranges">The windows, disjoint and ascending; empty when only the end of the input has to be noted.</param>
/// <param name="ClosedTo">Up to where windows are closed afterwards (<see cref="WindowCommit.ClosedTo"/>); null while none is.</param>
/// <param name="EndOfInput">Whether every window is closed.</param>
/// <param name="IsDirty">Whether there are windows among them that were closed before.</param>
internal sealed record WindowPlan(IReadOnlyList<WindowRange> Ranges, long? ClosedTo, bool EndOfInput, bool IsDirty);
