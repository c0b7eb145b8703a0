using Analytics.SparkConnect.Protocol;
using Grpc.Core;

namespace Analytics.SparkConnect.Execution;

/// <summary>
/// The responses of one operation, over as many streams as it takes: where one breaks, or ends without ResultComplete (the server ends each after
/// some minutes), the next begins after the last response received. An operation that the server has never heard of is sent again under the same id.
/// </summary>
internal sealed class ReattachableStream(SparkCalls calls, ExecutePlanRequest request, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    private readonly Retry _retry = new(patience, time);
    private AsyncServerStreamingCall<ExecutePlanResponse>? _call;
    private string? _lastResponse;
    private bool _isSent;
    private bool _isComplete;

    /// <summary>The next response; null after the last one.</summary>
    public async Task<ExecutePlanResponse?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_isComplete)
        {
            try
            {
                if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } response)
                {
                    return response;
                }
            }
            catch (RpcException error) when (!cancellationToken.IsCancellationRequested && MayGoOn(error))
            {
                Close();
                await _retry.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    /// <summary>Releases the operation: what is still running is interrupted.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        if (_isSent)
        {
            await calls.ReleaseAsync(request.OperationId).ConfigureAwait(false);
        }
    }

    private async Task<ExecutePlanResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        _call ??= Open(cancellationToken);
        if (!await _call.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            Close();
            return null;
        }

        _retry.Reset();
        var response = _call.ResponseStream.Current;
        _lastResponse = response.ResponseId;
        _isComplete = response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete;
        return _isComplete ? null : response;
    }

    private AsyncServerStreamingCall<ExecutePlanResponse> Open(CancellationToken cancellationToken)
    {
        if (_isSent)
        {
            return calls.Reattach(request.OperationId, _lastResponse, cancellationToken);
        }

        _isSent = true;
        return calls.Start(request, cancellationToken);
    }

    private bool MayGoOn(RpcException error)
    {
        // The request itself was lost. With a response the operation did exist, and the server was started anew since: it is gone.
        if (_lastResponse is null && _isSent && SparkErrors.IsUnknownHandle(error))
        {
            _isSent = false;
            return _retry.MayWait;
        }

        return SparkErrors.IsTransient(error) && _retry.MayWait;
    }

    private void Close()
    {
        _call?.Dispose();
        _call = null;
    }
}
