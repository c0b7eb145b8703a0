namespace Analytics.Streaming.Source;

/// <summary>The log can't be read for now: the engine waits in <paramref name="state"/> and tries again.</summary>
internal sealed class SourceUnavailableException(string state, string message) : Exception(message)
{
    public string State { get; } = state;
}
