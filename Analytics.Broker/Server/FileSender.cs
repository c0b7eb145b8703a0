using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Analytics.Broker.Log;

namespace Analytics.Broker.Server;

/// <summary>
/// Sends pieces of segment files from the page cache to a socket without a copy through this process (sendfile; TransmitFile on Windows).
/// One send at a time.
/// </summary>
internal sealed class FileSender : IValueTaskSource, IDisposable
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _operation = new();
    private readonly SendPacketsElement[] _elements = new SendPacketsElement[1];
    private ManualResetValueTaskSourceCore<bool> _done;

    public FileSender(Socket socket)
    {
        _socket = socket;
        _operation.Completed += (_, _) => Complete();
    }

    /// <summary>Ends when the network has taken all of it.</summary>
    /// <param name="slice">Of a segment that its caller has acquired.</param>
    public ValueTask SendAsync(LogSlice slice)
    {
        _elements[0] = new SendPacketsElement(slice.Segment!.Stream, slice.Position, slice.Length);
        _operation.SendPacketsElements = _elements;
        _done.Reset();
        if (!_socket.SendPacketsAsync(_operation))
        {
            Complete();
        }

        return new ValueTask(this, _done.Version);
    }

    public void Dispose() => _operation.Dispose();

    void IValueTaskSource.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    private void Complete()
    {
        if (_operation.SocketError is SocketError.Success)
        {
            _done.SetResult(true);
        }
        else
        {
            _done.SetException(new SocketException((int)_operation.SocketError));
        }
    }
}
