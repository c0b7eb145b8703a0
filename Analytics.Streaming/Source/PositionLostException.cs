namespace Analytics.Streaming.Source;

/// <summary>What follows the committed position is not in the log any more, or can't be read. Going on would skip or repeat records silently, so the pipeline stops.</summary>
internal sealed class PositionLostException(string state, string message) : Exception(message)
{
    public string State { get; } = state;
}
