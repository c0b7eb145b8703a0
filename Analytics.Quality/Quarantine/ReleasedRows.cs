using Analytics.Contracts.Commits;
using Analytics.Lake.Files;

namespace Analytics.Quality.Quarantine;

/// <summary>What a release brings to gold.</summary>
/// <param name="File">The released rows.</param>
/// <param name="Ranges">For window tables: the windows that they belong to.</param>
/// <param name="Removed">Gold files that held rows of these windows.</param>
/// <param name="Rewritten">What else those files held.</param>
internal sealed record ReleasedRows(DataFile File, IReadOnlyList<WindowRange> Ranges, IReadOnlyList<DataFile> Removed, IReadOnlyList<DataFile> Rewritten);
