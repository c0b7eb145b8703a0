namespace Analytics.Quality.Quarantine;

/// <summary>A gate that has not carried out a decision yet; it does when it can.</summary>
/// <param name="message">Which gate, why, and how to learn of it.</param>
internal sealed class DecisionLateException(string message) : Exception(message);
