using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>Listens on loopback, IPv4 and where there is one IPv6, and runs a <see cref="Connection"/> for each client.</summary>
internal sealed partial class BrokerServer(BrokerContext broker, ApiHandlers handlers) : IAsyncDisposable
{
    private const int Backlog = 512;
    private const int RandomPortAttempts = 10;
    private const int MaxWarningsPerMinute = 30;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, Socket> _connections = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly ILogger _logger = broker.Logger;
    private long _warningMinute;
    private int _warnings;

    public int Port { get; private set; }

    public void Start()
    {
        for (var attempt = 1; !TryBind(attempt == RandomPortAttempts); attempt++)
        {
        }

        broker.Port = Port;
        foreach (var listener in _listeners)
        {
            listener.Listen(Backlog);
            _accepting.Add(Task.Run(() => AcceptAsync(listener)));
        }

        LogListening(broker.Options.AdvertisedHost, Port, broker.Options.DataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        await Task.WhenAll(_accepting);
        try
        {
            await Task.WhenAll(_connections.Keys).WaitAsync(StopTimeout, broker.Time);
        }
        catch (TimeoutException)
        {
            // Clients that don't read what they asked for.
            foreach (var socket in _connections.Values)
            {
                socket.Dispose();
            }
        }

        _stopping.Dispose();
    }

    /// <summary>Clients try both addresses of localhost, so both must be this broker: a random port has to be free on both.</summary>
    private bool TryBind(bool isLastAttempt)
    {
        try
        {
            Port = Bind(IPAddress.Loopback, broker.Options.Port);
            if (Socket.OSSupportsIPv6)
            {
                Bind(IPAddress.IPv6Loopback, Port);
            }

            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported && _listeners.Count > 0)
        {
            return true;
        }
        catch (SocketException exception)
        {
            _listeners.ForEach(listener => listener.Dispose());
            _listeners.Clear();
            if (broker.Options.Port != 0 || isLastAttempt)
            {
                throw new BrokerStartException(
                    $"Port {broker.Options.Port} on localhost cannot be listened on: {exception.Message}. Stop what uses it, or choose another with --port (0 takes a free one).",
                    exception);
            }

            return false;
        }
    }

    private int Bind(IPAddress address, int port)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, port));
            _listeners.Add(listener);
            return ((IPEndPoint)listener.LocalEndPoint!).Port;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
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
                await Task.Delay(TimeSpan.FromMilliseconds(100), broker.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket socket)
    {
        var served = new TaskCompletionSource();
        _connections[served.Task] = socket;
        broker.Metrics.Connected(1);
        _ = Task.Run(async () =>
        {
            await RunAsync(socket);
            socket.Dispose();
            broker.Metrics.Connected(-1);
            _connections.TryRemove(served.Task, out _);
            served.SetResult();
        });
    }

    private async Task RunAsync(Socket socket)
    {
        var client = "";
        try
        {
            using var connection = new Connection(socket, broker, handlers);
            client = connection.RemoteHost;
            await connection.RunAsync(_stopping.Token);
        }
        catch (MalformedRequestException exception)
        {
            if (MayWarn())
            {
                LogBadRequest(client, exception.Message);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
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

    /// <summary>A client that sends rubbish in a loop must not fill the log.</summary>
    private bool MayWarn()
    {
        var minute = broker.Time.GetUtcNow().ToUnixTimeSeconds() / 60;
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

    [LoggerMessage(LogLevel.Information, "Kafka protocol on {Host}:{Port}, data in {Folder}")]
    private partial void LogListening(string host, int port, string folder);

    [LoggerMessage(LogLevel.Warning, "Closed the connection of {Client}: {Reason}")]
    private partial void LogBadRequest(string client, string reason);

    [LoggerMessage(LogLevel.Warning, "More bad requests in this minute are not logged")]
    private partial void LogMuted();

    [LoggerMessage(LogLevel.Error, "Closed the connection of {Client} after a failure")]
    private partial void LogFailed(Exception exception, string client);

    [LoggerMessage(LogLevel.Debug, "{Client} is gone: {Reason}")]
    private partial void LogGone(string client, string reason);

    [LoggerMessage(LogLevel.Warning, "A connection could not be accepted: {Reason}")]
    private partial void LogAcceptFailed(string reason);
}
