namespace Analytics.Api.DeadLetters;

/// <summary>A page of dead letters, the newest first, and how many there are.</summary>
/// <param name="Version">The version of <c>ops/dead_letters</c>; -1 while there has been none.</param>
/// <param name="Total">Dead letters that match.</param>
/// <param name="Reasons">How many of them have which reason.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Limit">Dead letters of a page.</param>
/// <param name="Letters">Those of this page.</param>
internal sealed record DeadLettersPage(long Version, long Total, IReadOnlyDictionary<string, long> Reasons, int Page, int Limit, IReadOnlyList<DeadLetterView> Letters);
