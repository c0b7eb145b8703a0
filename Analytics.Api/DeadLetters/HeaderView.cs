namespace Analytics.Api.DeadLetters;

/// <summary>A header of a record.</summary>
/// <param name="Name">Its name; names may repeat.</param>
/// <param name="Value">Its bytes; null when it has none.</param>
internal sealed record HeaderView(string Name, PayloadView? Value);
