using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Analytics.Broker.Protocol;
using Analytics.Broker.Server.Security;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Server;

/// <summary>Listens, and runs a <see cref="Connection"/> for each client: with TLS and a log-in where they are configured.</summary>
internal sealed partial class BrokerServer : IAsyncDisposable
{
    private const int MaxWarningsPerMinute = 30;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StallCheckInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, (Task Served, Connection? Connection)> _connections = new();
    private readonly List<Task> _running = [];
    private readonly BrokerContext _broker;
    private readonly ApiHandlers _handlers;
    private readonly BufferBudget _budget;
    private readonly UserFile? _users;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly ILogger _logger;
    private readonly PeriodicWork _stalls;
    private Listeners? _listeners;
    private long _warningMinute;
    private int _warnings;

    /// <exception cref="BrokerStartException">The files of users and certificates are not usable.</exception>
    public BrokerServer(BrokerContext broker, ApiHandlers handlers)
    {
        (_broker, _handlers, _logger) = (broker, handlers, broker.Logger);
        _budget = new BufferBudget(broker.Options.MaxBufferedBytes);
        _users = broker.Options.Security.UsersFile is { } file ? UserFile.Read(file) : null;
        _tls = TlsOptions.Read(broker.Options.Security);
        _stalls = new PeriodicWork(StallCheckInterval, broker.Time, _ => GiveUpStalled());
    }

    public IReadOnlyList<ApiDescription> Offered => _handlers.Descriptions;

    public int Port => _listeners?.Port ?? 0;

    public void Start()
    {
        var options = _broker.Options;
        _listeners = Listeners.Bind(options.Host, options.Port);
        _broker.Port = options.AdvertisedPort ?? Port;
        _listeners.Listen();
        _running.AddRange(_listeners.Sockets.Select(listener => Task.Run(() => AcceptAsync(listener))));
        _stalls.Start();
        LogListening(options.Host, Port, _tls is null ? "plain text" : "TLS", _users is null ? "no log-in" : "SASL log-in", options.AdvertisedHost, _broker.Port, options.DataDirectory);
        if (options.Host != "localhost" && _users is null)
        {
            LogOpen(options.Host, Port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _stalls.DisposeAsync();
        _listeners?.Dispose();
        await Task.WhenAll(_running);
        try
        {
            await Task.WhenAll(_connections.Values.Select(connection => connection.Served)).WaitAsync(StopTimeout, _broker.Time);
        }
        catch (TimeoutException)
        {
            // Clients that don't read what they asked for.
            foreach (var socket in _connections.Keys)
            {
                socket.Dispose();
            }
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                Serve(socket);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Out of file handles, or the client was gone at once: the next may do better.
                LogAcceptFailed(exception.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _broker.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket socket)
    {
        if (_connections.Count >= _broker.Options.MaxConnections)
        {
            Warn(socket.RemoteEndPoint?.ToString() ?? "", $"{_broker.Options.MaxConnections} clients are connected already");
            socket.Dispose();
            return;
        }

        var served = new TaskCompletionSource();
        _connections[socket] = (served.Task, null);
        _broker.Metrics.Connected(1);
        _ = Task.Run(async () =>
        {
            await RunAsync(socket, served.Task);
            socket.Dispose();
            _broker.Metrics.Connected(-1);
            _connections.TryRemove(socket, out _);
            served.SetResult();
        });
    }

    private async Task RunAsync(Socket socket, Task served)
    {
        var client = "";
        try
        {
            client = socket.RemoteEndPoint?.ToString() ?? "";
            var stream = await OpenAsync(socket);
            using var connection = new Connection(socket, stream, _broker, _handlers, _budget, _users);
            _connections[socket] = (served, connection);
            await connection.RunAsync(_stopping.Token);
        }
        catch (Exception exception) when (exception is MalformedRequestException or AuthenticationException)
        {
            Warn(client, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            LogGone(client, exception.Message);
        }
        catch (Exception exception)
        {
            if (MayWarn())
            {
                LogFailed(exception, client);
            }
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (_tls is null)
        {
            return stream;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        timeout.CancelAfter(HandshakeTimeout);
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_tls, timeout.Token);
        return tls;
    }

    private void GiveUpStalled()
    {
        foreach (var (socket, (_, connection)) in _connections)
        {
            if (connection?.Stalls() is { } reason)
            {
                Warn(connection.RemoteHost, reason);
                socket.Dispose();
            }
        }
    }

    private void Warn(string client, string reason)
    {
        if (MayWarn())
        {
            LogClosed(client, reason);
        }
    }

    /// <summary>A client that sends rubbish in a loop must not fill the log.</summary>
    private bool MayWarn()
    {
        var minute = _broker.Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (Interlocked.Exchange(ref _warningMinute, minute) != minute)
        {
            Volatile.Write(ref _warnings, 0);
        }

        var count = Interlocked.Increment(ref _warnings);
        if (count == MaxWarningsPerMinute)
        {
            LogMuted();
        }

        return count < MaxWarningsPerMinute;
    }

    [LoggerMessage(LogLevel.Information, "Kafka protocol on {Host}:{Port} ({Transport}, {Login}), advertised as {AdvertisedHost}:{AdvertisedPort}, data in {Folder}")]
    private partial void LogListening(string host, int port, string transport, string login, string advertisedHost, int advertisedPort, string folder);

    [LoggerMessage(LogLevel.Warning, "Everybody who reaches {Host}:{Port} can read, write and delete: set Broker:Users, or listen on localhost")]
    private partial void LogOpen(string host, int port);

    [LoggerMessage(LogLevel.Warning, "Closed the connection of {Client}: {Reason}")]
    private partial void LogClosed(string client, string reason);

    [LoggerMessage(LogLevel.Warning, "More bad requests in this minute are not logged")]
    private partial void LogMuted();

    [LoggerMessage(LogLevel.Error, "Closed the connection of {Client} after a failure")]
    private partial void LogFailed(Exception exception, string client);

    [LoggerMessage(LogLevel.Debug, "{Client} is gone: {Reason}")]
    private partial void LogGone(string client, string reason);

    [LoggerMessage(LogLevel.Warning, "A connection could not be accepted: {Reason}")]
    private partial void LogAcceptFailed(string reason);
}
