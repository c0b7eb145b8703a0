using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Analytics.Streaming.LateEvents;

/// <summary>
/// From whoever asks for a fold-in to ingest. Only in memory: one that a crash cuts short has been committed or has not begun, and who asks again
/// gets what is left.
/// </summary>
internal sealed class FoldInRequests
{
    private readonly Channel<FoldInRequest> _waiting = Channel.CreateUnbounded<FoldInRequest>();

    public void Post(FoldInRequest request) => _waiting.Writer.TryWrite(request);

    public bool TryTake([NotNullWhen(true)] out FoldInRequest? request) => _waiting.Reader.TryRead(out request);

    public Task WaitAsync(CancellationToken cancellationToken) => _waiting.Reader.WaitToReadAsync(cancellationToken).AsTask();
}
