namespace Analytics.Streaming.Status;

/// <summary>What the process returns: 0 unless a part says otherwise.</summary>
internal sealed class ExitCode
{
    public int Value { get; set; }
}
