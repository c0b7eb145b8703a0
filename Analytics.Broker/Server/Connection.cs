using System.Net.Sockets;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;

namespace Analytics.Broker.Server;

/// <summary>
/// One client. Requests are answered in the order they came, as Kafka does; answers to pipelined requests collect and leave together.
/// </summary>
internal sealed class Connection(Socket socket, BrokerContext broker, ApiHandlers handlers) : IDisposable
{
    /// <summary>More than this is sent before the next request is looked at.</summary>
    private const int FlushBytes = 64 * 1024;

    private readonly ReceiveBuffer _received = new(broker.Options.MaxRequestBytes);
    private readonly KafkaWriter _responses = new();
    private readonly string _host = socket.RemoteEndPoint?.ToString() ?? "";

    public string RemoteHost => _host;

    /// <summary>Serves the client until it leaves or the broker stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_received.TryTakeFrame(out var frame))
            {
                await AnswerAsync(frame, cancellationToken);
            }

            await FlushAsync();
            cancellationToken.ThrowIfCancellationRequested();
            _received.Shrink();
            var count = await socket.ReceiveAsync(_received.Space(), SocketFlags.None, cancellationToken);
            if (count == 0)
            {
                return;
            }

            _received.Received(count);
            broker.Metrics.Received(count);
        }
    }

    public void Dispose()
    {
        _received.Dispose();
        _responses.Dispose();
        socket.Dispose();
    }

    private async ValueTask AnswerAsync(Memory<byte> frame, CancellationToken cancellationToken)
    {
        var started = broker.Time.GetTimestamp();
        var answering = Dispatch(frame, out var header, cancellationToken);
        if (!answering.IsCompleted && _responses.Length > 0)
        {
            // The client should not wait for answers that are ready while this one takes its time.
            await FlushAsync();
        }

        var response = await answering;
        if (response is not null)
        {
            WriteResponse(header, response);
        }

        broker.Metrics.Answered((ApiKey)header.ApiKey, broker.Time.GetElapsedTime(started));
        if (_responses.Length >= FlushBytes)
        {
            await FlushAsync();
        }
    }

    private ValueTask<IKafkaResponse?> Dispatch(Memory<byte> frame, out RequestHeader header, CancellationToken cancellationToken)
    {
        var reader = new KafkaReader(frame, flexible: false);
        header = RequestHeader.ReadFixed(ref reader);
        if (handlers.Find(header.ApiKey) is not { } handler)
        {
            throw new MalformedRequestException($"API {header.ApiKey} is not known");
        }

        if (!handler.Api.Supports(header.Version))
        {
            // KIP-511: a client that asks in too new a version is told in version 0 what there is; for all other APIs it has been told.
            if (handler.Api.Key is not ApiKey.ApiVersions)
            {
                throw new MalformedRequestException($"{handler.Api.Key} version {header.Version} is not offered: {handler.Api.Min} to {handler.Api.Max} are");
            }

            header = header with { Version = 0 };
            return ValueTask.FromResult<IKafkaResponse?>(new ApiVersionsResponse(ErrorCode.UnsupportedVersion, handlers.Descriptions));
        }

        reader.Flexible = handler.Api.IsFlexible(header.Version);
        header = header.ReadRest(ref reader);
        var context = new RequestContext(header.Version, header.ClientId ?? "", _host);
        return handler.HandleAsync(ref reader, context, cancellationToken);
    }

    private void WriteResponse(RequestHeader header, IKafkaResponse response)
    {
        var start = _responses.Length;
        var api = handlers.Find(header.ApiKey)!.Api;
        _responses.WriteInt32(0);
        _responses.WriteInt32(header.CorrelationId);
        _responses.Flexible = api.IsFlexible(header.Version);
        if (api.Key is not ApiKey.ApiVersions)
        {
            _responses.WriteTaggedFields();
        }

        response.Write(_responses, header.Version);
        _responses.PatchInt32(start, _responses.Length - start - sizeof(int));
    }

    /// <summary>Not cancelled by a stop: the answer to a long poll that it cuts short still goes out. The server closes sockets that take too long.</summary>
    private async ValueTask FlushAsync()
    {
        var rest = _responses.Written;
        broker.Metrics.Sent(rest.Length);
        while (rest.Length > 0)
        {
            rest = rest[await socket.SendAsync(rest, SocketFlags.None)..];
        }

        _responses.Reset();
    }
}
