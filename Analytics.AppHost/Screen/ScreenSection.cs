namespace Analytics.AppHost.Screen;

/// <summary>Lines of the screen that belong together.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Brief">The same in fewer lines, for a small terminal; null where there is no shorter way to say it.</param>
internal sealed record ScreenSection(IReadOnlyList<string> Lines, IReadOnlyList<string>? Brief = null);
