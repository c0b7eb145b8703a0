using System.Net;
using System.Net.Sockets;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server.Security;

namespace Analytics.Broker.Server;

/// <summary>
/// One client. Requests are answered in the order they came, as Kafka does; answers to pipelined requests collect and leave together.
/// </summary>
internal sealed class Connection : IDisposable
{
    /// <summary>More than this is sent before the next request is looked at.</summary>
    private const int FlushBytes = 64 * 1024;

    /// <summary>The most that one who has not logged in may send at once.</summary>
    private const int MaxLoginBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly BrokerContext _broker;
    private readonly ApiHandlers _handlers;
    private readonly SaslSession? _sasl;
    private readonly ReceiveBuffer _received;
    private readonly ResponseSender _sender;
    private readonly KafkaWriter _responses = new();
    private readonly string _clientHost;
    private long _receivingSince;

    /// <param name="socket">The client's.</param>
    /// <param name="stream">What is read from and written to: the socket itself or TLS over it.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="handlers">Its APIs.</param>
    /// <param name="budget">Of all connections.</param>
    /// <param name="users">Null when nobody has to log in.</param>
    public Connection(Socket socket, Stream stream, BrokerContext broker, ApiHandlers handlers, BufferBudget budget, UserFile? users)
    {
        (_socket, _stream, _broker, _handlers) = (socket, stream, broker, handlers);
        _sasl = users is null ? null : new SaslSession(users);
        _received = new ReceiveBuffer(_sasl is null ? broker.Options.MaxRequestBytes : MaxLoginBytes, budget);
        _sender = new ResponseSender(stream, stream is NetworkStream ? new FileSender(socket) : null);
        RemoteHost = socket.RemoteEndPoint?.ToString() ?? "";
        _clientHost = socket.RemoteEndPoint is IPEndPoint remote ? $"/{(remote.Address.IsIPv4MappedToIPv6 ? remote.Address.MapToIPv4() : remote.Address)}" : "";
    }

    public string RemoteHost { get; }

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
            if (_sasl is { HasFailed: true } || !await ReceiveAsync(cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Why the client should be given up, or null: it does not read its answers, stops within a request, or is silent.</summary>
    public string? Stalls()
    {
        var sending = _sender.SendingSince;
        if (sending != 0 && _broker.Time.GetElapsedTime(sending) > _broker.Options.StallTimeout)
        {
            return $"it has not read its answers for {_broker.Options.StallTimeout.TotalSeconds:0} s";
        }

        var receiving = Volatile.Read(ref _receivingSince);
        var silent = receiving == 0 ? TimeSpan.Zero : _broker.Time.GetElapsedTime(receiving);
        return silent > _broker.Options.IdleTimeout ? "it was idle"
            : silent > _broker.Options.StallTimeout && !_received.IsEmpty ? $"the rest of its request has not come for {_broker.Options.StallTimeout.TotalSeconds:0} s"
            : silent > _broker.Options.StallTimeout && _sasl is { IsAuthenticated: false } ? "it has not logged in"
            : null;
    }

    public void Dispose()
    {
        _received.Dispose();
        _responses.Dispose();
        _sender.Dispose();
        _stream.Dispose();
        _socket.Dispose();
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Volatile.Write(ref _receivingSince, _broker.Time.GetTimestamp());
        if (_received.IsEmpty)
        {
            // A read of no bytes ends when there are some: until then nothing has to be kept for the client.
            _received.Release();
            await ReadableAsync(cancellationToken);
        }

        var count = await _stream.ReadAsync(_received.Space(), cancellationToken);
        Volatile.Write(ref _receivingSince, 0);
        _received.Received(count);
        _broker.Metrics.Received(count);
        return count > 0;
    }

    private ValueTask<int> ReadableAsync(CancellationToken cancellationToken) => _stream.ReadAsync(Memory<byte>.Empty, cancellationToken);

    private async ValueTask AnswerAsync(Memory<byte> frame, CancellationToken cancellationToken)
    {
        var started = _broker.Time.GetTimestamp();
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

        if (_sasl is { IsAuthenticated: true })
        {
            _received.MaxFrameBytes = _broker.Options.MaxRequestBytes;
        }

        _broker.Metrics.Answered((ApiKey)header.ApiKey, _broker.Time.GetElapsedTime(started));
        if (_responses.TotalLength >= FlushBytes)
        {
            await FlushAsync();
        }
    }

    private ValueTask<IKafkaResponse?> Dispatch(Memory<byte> frame, out RequestHeader header, CancellationToken cancellationToken)
    {
        var reader = new KafkaReader(frame, flexible: false);
        header = RequestHeader.ReadFixed(ref reader);
        if (_handlers.Find(header.ApiKey) is not { } handler)
        {
            throw new MalformedRequestException($"API {header.ApiKey} is not known");
        }

        if (_sasl is { IsAuthenticated: false } && handler.Api.Key is not (ApiKey.ApiVersions or ApiKey.SaslHandshake or ApiKey.SaslAuthenticate))
        {
            throw new MalformedRequestException($"{handler.Api.Key} came before the log-in: this broker has users, set security.protocol and sasl.mechanism");
        }

        if (!handler.Api.Supports(header.Version))
        {
            // KIP-511: a client that asks in too new a version is told in version 0 what there is; for all other APIs it has been told.
            if (handler.Api.Key is not ApiKey.ApiVersions)
            {
                throw new MalformedRequestException($"{handler.Api.Key} version {header.Version} is not offered: {handler.Api.Min} to {handler.Api.Max} are");
            }

            header = header with { Version = 0 };
            return ValueTask.FromResult<IKafkaResponse?>(new ApiVersionsResponse(ErrorCode.UnsupportedVersion, _handlers.Descriptions));
        }

        reader.Flexible = handler.Api.IsFlexible(header.Version);
        header = header.ReadRest(ref reader);
        var context = new RequestContext(header.Version, header.ClientId ?? "", _clientHost, _sasl);
        return handler.HandleAsync(ref reader, context, cancellationToken);
    }

    private void WriteResponse(RequestHeader header, IKafkaResponse response)
    {
        var (position, start) = (_responses.Length, _responses.TotalLength);
        var api = _handlers.Find(header.ApiKey)!.Api;
        _responses.WriteInt32(0);
        _responses.WriteInt32(header.CorrelationId);
        _responses.Flexible = api.IsFlexible(header.Version);
        if (api.Key is not ApiKey.ApiVersions)
        {
            _responses.WriteTaggedFields();
        }

        response.Write(_responses, header.Version);
        _responses.PatchInt32(position, checked((int)(_responses.TotalLength - start)) - sizeof(int));
    }

    /// <summary>Not cancelled by a stop: the answer to a long poll that it cuts short still goes out. The server closes sockets that take too long.</summary>
    private async ValueTask FlushAsync()
    {
        if (_responses.TotalLength == 0)
        {
            return;
        }

        _broker.Metrics.Sent(_responses.TotalLength);
        await _sender.SendAsync(_responses, _broker.Time);
        _responses.Reset();
    }
}
