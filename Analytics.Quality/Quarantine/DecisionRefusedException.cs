namespace Analytics.Quality.Quarantine;

/// <summary>A decision about a quarantined batch that can't be carried out: nothing has changed.</summary>
/// <param name="message">Why, and what can be done.</param>
/// <param name="isUnknown">Whether there is no such table or batch; else it has another state than the decision needs.</param>
internal sealed class DecisionRefusedException(string message, bool isUnknown) : Exception(message)
{
    public bool IsUnknown => isUnknown;
}
