namespace Analytics.Streaming.Windows;

/// <summary>The event times of a file, both inclusive.</summary>
internal readonly record struct TimeSpread(long First, long Last);
