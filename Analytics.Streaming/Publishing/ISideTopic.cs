using Analytics.Streaming.Source;

namespace Analytics.Streaming.Publishing;

/// <summary>Where side records are sent.</summary>
internal interface ISideTopic : IDisposable
{
    /// <summary>Queues a record.</summary>
    void Send(string topic, byte[]? key, byte[]? value, IReadOnlyList<RecordHeader> headers);

    /// <summary>Waits until everything queued is acknowledged.</summary>
    /// <exception cref="SourceUnavailableException">Something was not: publish again later.</exception>
    Task FlushAsync(CancellationToken cancellationToken);
}
