namespace Analytics.Contracts.Parsing;

/// <summary>From <paramref name="Fewest"/> to <paramref name="Most"/> of these characters.</summary>
internal sealed record AsciiPatternStep(AsciiSet Characters, int Fewest, int Most);
