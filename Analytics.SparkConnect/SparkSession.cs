using Analytics.SparkConnect.Connection;
using Analytics.SparkConnect.Execution;
using Analytics.SparkConnect.Protocol;

namespace Analytics.SparkConnect;

/// <summary>
/// A session on a Spark Connect server: its configuration, temporary views and streaming queries. Nothing is sent before the first call.
/// Safe for use by several threads.
/// </summary>
public sealed class SparkSession : IDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    private readonly SparkChannel _channel;

    /// <summary>Creates a session.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="sessionId">A UUID; a new one when null.</param>
    /// <param name="patience">How long a call is tried again while the server does not answer; 10 seconds when null.</param>
    /// <param name="time">The clock.</param>
    public SparkSession(SparkConnectionString connection, Guid? sessionId = null, TimeSpan? patience = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _channel = new SparkChannel(connection);
        Calls = new SparkCalls(_channel, (sessionId ?? Guid.NewGuid()).ToString(), patience ?? DefaultPatience, time ?? TimeProvider.System);
    }

    /// <summary>The session's id, a UUID.</summary>
    public string Id => Calls.SessionId;

    internal SparkCalls Calls { get; }

    /// <summary>The server's version, such as <c>4.2.0</c>.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken) =>
        (await Calls.AnalyzeAsync(new AnalyzePlanRequest { SparkVersion = new AnalyzePlanRequest.Types.SparkVersion() }, sql: null, cancellationToken).ConfigureAwait(false))
        .SparkVersion.Version;

    /// <summary>Sets configuration of this session, such as <c>spark.sql.shuffle.partitions</c>.</summary>
    public Task SetAsync(IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var set = new ConfigRequest.Types.Set { Pairs = { settings.Select(setting => new KeyValue { Key = setting.Key, Value = setting.Value }) } };
        return Calls.ConfigAsync(new ConfigRequest.Types.Operation { Set = set }, cancellationToken);
    }

    /// <summary>The value of a key; null when it is not set.</summary>
    public async Task<string?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var response = await Calls.ConfigAsync(
            new ConfigRequest.Types.Operation { GetOption = new ConfigRequest.Types.GetOption { Keys = { key } } }, cancellationToken).ConfigureAwait(false);
        return response.Pairs.Select(pair => pair.HasValue ? pair.Value : null).SingleOrDefault();
    }

    /// <summary>The rows of a query. It is looked at when they are asked for.</summary>
    /// <param name="query">One SELECT, with <c>:name</c> for arguments.</param>
    /// <param name="arguments">long, int, double, bool, string, byte[] or DateTime (UTC), by name.</param>
    /// <exception cref="ArgumentException">An argument has another type.</exception>
    public DataFrame Sql(string query, IReadOnlyDictionary<string, object>? arguments = null)
    {
        var sql = new SQL { Query = query };
        foreach (var (name, value) in arguments ?? new Dictionary<string, object>())
        {
            sql.NamedArguments.Add(name, SqlLiteral.Of(value));
        }

        return new DataFrame(this, new Relation { Sql = sql }, query);
    }

    /// <summary>Runs a statement that is no query, such as DROP VIEW.</summary>
    public Task ExecuteAsync(string statement, CancellationToken cancellationToken) =>
        RunAsync(new Command { SqlCommand = new SqlCommand { Input = new Relation { Sql = new SQL { Query = statement } } } }, statement, cancellationToken);

    /// <summary>Files, by their names: never a folder's content.</summary>
    /// <param name="paths">Absolute paths as the server sees them.</param>
    /// <param name="schema">Their columns as DDL, such as <c>id STRING, amount BIGINT</c>: one that a file lacks is null there.</param>
    public DataFrame ReadParquet(IEnumerable<string> paths, string schema) =>
        new(this, new Relation { Read = new Read { DataSource = new Read.Types.DataSource { Format = "parquet", Schema = schema, Paths = { paths } } } }, sql: null);

    /// <summary>A stream of records.</summary>
    /// <param name="format">Such as <c>kafka</c> or <c>rate</c>.</param>
    /// <param name="options">The source's options.</param>
    public DataFrame ReadStream(string format, IReadOnlyDictionary<string, string> options) =>
        new(this, new Relation { Read = new Read { IsStreaming = true, DataSource = new Read.Types.DataSource { Format = format, Options = { options.ToDictionary() } } } }, sql: null);

    /// <summary>The session's running queries.</summary>
    public async Task<IReadOnlyList<StreamingQuery>> ActiveQueriesAsync(CancellationToken cancellationToken)
    {
        var response = await ResultAsync(
            new Command { StreamingQueryManagerCommand = new StreamingQueryManagerCommand { Active = true } },
            ExecutePlanResponse.ResponseTypeOneofCase.StreamingQueryManagerCommandResult,
            sql: null,
            cancellationToken).ConfigureAwait(false);
        return [.. response.StreamingQueryManagerCommandResult.Active.ActiveQueries.Select(query => new StreamingQuery(this, query.Id, query.HasName ? query.Name : ""))];
    }

    private async Task<bool> IsClosedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync("spark.sql.session.timeZone", cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (SparkException error) when (error.ErrorClass == "INVALID_HANDLE.SESSION_CLOSED")
        {
            return true;
        }
    }

    /// <summary>Interrupts all that runs in this session, other than streaming queries.</summary>
    public Task InterruptAsync(CancellationToken cancellationToken) =>
        Calls.InterruptAsync(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.All }, cancellationToken);

    /// <summary>Ends the session on the server, with its views and queries. Its id can't be used again.</summary>
    /// <exception cref="SparkException">The session goes on.</exception>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Calls.ReleaseSessionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SparkException failure) when (failure is not SparkUnavailableException)
        {
            // A server without MLlib closes the session, and then fails to clear the models that it can't have: what counts is whether the session is there.
            if (!await IsClosedAsync(cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    /// <summary>Closes the connection. The session and its queries live on, on the server.</summary>
    public void Dispose() => _channel.Dispose();

    internal async Task RunAsync(Command command, string? sql, CancellationToken cancellationToken)
    {
        await foreach (var _ in Calls.ExecuteAsync(new Plan { Command = command }, sql, cancellationToken).ConfigureAwait(false))
        {
            // A command without a result.
        }
    }

    internal async Task<ExecutePlanResponse> ResultAsync(
        Command command, ExecutePlanResponse.ResponseTypeOneofCase kind, string? sql, CancellationToken cancellationToken)
    {
        ExecutePlanResponse? result = null;
        await foreach (var response in Calls.ExecuteAsync(new Plan { Command = command }, sql, cancellationToken).ConfigureAwait(false))
        {
            result = response.ResponseTypeCase == kind ? response : result;
        }

        return result ?? throw new SparkException($"Spark at {Calls.Connection} answered without a {kind}.");
    }
}
