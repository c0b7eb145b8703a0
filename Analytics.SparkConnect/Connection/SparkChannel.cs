using Analytics.SparkConnect.Protocol;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Analytics.SparkConnect.Connection;

/// <summary>A connection to a server, and the calls over it with the headers that its connection string asks for.</summary>
internal sealed class SparkChannel : IDisposable
{
    private const int LargestMessage = 128 << 20;

    private readonly GrpcChannel _channel;
    private readonly SocketsHttpHandler _handler;

    public SparkChannel(SparkConnectionString connection)
    {
        Connection = connection;
        _handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        _channel = GrpcChannel.ForAddress(connection.Address, new GrpcChannelOptions
        {
            HttpHandler = _handler,
            MaxReceiveMessageSize = LargestMessage,
            MaxReconnectBackoff = TimeSpan.FromSeconds(2),
        });
        Client = new SparkConnectService.SparkConnectServiceClient(_channel.Intercept(WithHeaders));
    }

    public SparkConnectionString Connection { get; }

    public SparkConnectService.SparkConnectServiceClient Client { get; }

    public void Dispose()
    {
        _channel.Dispose();
        _handler.Dispose();
    }

    private Metadata WithHeaders(Metadata headers)
    {
        if (Connection.Token is { } token)
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        foreach (var (name, value) in Connection.Headers)
        {
            headers.Add(name, value);
        }

        return headers;
    }
}
