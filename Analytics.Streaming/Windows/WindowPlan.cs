using Analytics.Contracts.Commits;

namespace Analytics.Streaming.Windows;

/// <summary>What a window run has to compute.</summary>
/// <param name="Ranges">The windows, disjoint and ascending; empty when only the end of the input has to be noted.</param>
/// <param name="ClosedTo">The end of the last closed window afterwards; null while none is closed.</param>
/// <param name="EndOfInput">Whether every window is closed.</param>
internal sealed record WindowPlan(IReadOnlyList<WindowRange> Ranges, long? ClosedTo, bool EndOfInput);
