using Analytics.SparkConnect.Connection;
using Analytics.SparkConnect.Protocol;
using Grpc.Core;

namespace Analytics.SparkConnect.Execution;

/// <summary>The protocol's calls within one session: fills in who asks, repeats what a broken connection lost, and translates errors.</summary>
internal sealed class SparkCalls(SparkChannel channel, string sessionId, TimeSpan patience, TimeProvider time)
{
    private const string ClientType = "analytics-dotnet";

    public string SessionId => sessionId;

    public SparkConnectionString Connection => channel.Connection;

    private UserContext User => new() { UserId = Connection.UserId, UserName = Connection.UserId };

    /// <summary>The responses of a plan, in order, each once.</summary>
    /// <param name="plan">A relation to collect or a command.</param>
    /// <param name="sql">The SQL text in it, for errors.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <exception cref="SparkException">Spark failed.</exception>
    /// <exception cref="SparkUnavailableException">The server did not answer in time.</exception>
    public async IAsyncEnumerable<ExecutePlanResponse> ExecuteAsync(
        Plan plan, string? sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ExecutePlanRequest
        {
            SessionId = sessionId,
            UserContext = User,
            ClientType = ClientType,
            OperationId = Guid.NewGuid().ToString(),
            Plan = plan,
            RequestOptions = { new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new ReattachOptions { Reattachable = true } } },
        };
        await using var stream = new ReattachableStream(this, request, patience, time);
        while (await NextAsync(stream, sql, cancellationToken).ConfigureAwait(false) is { } response)
        {
            yield return response;
        }
    }

    public Task<AnalyzePlanResponse> AnalyzeAsync(AnalyzePlanRequest request, string? sql, CancellationToken cancellationToken)
    {
        (request.SessionId, request.UserContext, request.ClientType) = (sessionId, User, ClientType);
        return CallAsync(options => channel.Client.AnalyzePlanAsync(request, options), sql, cancellationToken);
    }

    public Task<ConfigResponse> ConfigAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellationToken)
    {
        var request = new ConfigRequest { SessionId = sessionId, UserContext = User, ClientType = ClientType, Operation = operation };
        return CallAsync(options => channel.Client.ConfigAsync(request, options), sql: null, cancellationToken);
    }

    public Task<InterruptResponse> InterruptAsync(InterruptRequest request, CancellationToken cancellationToken)
    {
        (request.SessionId, request.UserContext, request.ClientType) = (sessionId, User, ClientType);
        return CallAsync(options => channel.Client.InterruptAsync(request, options), sql: null, cancellationToken);
    }

    public Task<ReleaseSessionResponse> ReleaseSessionAsync(CancellationToken cancellationToken)
    {
        var request = new ReleaseSessionRequest { SessionId = sessionId, UserContext = User, ClientType = ClientType };
        return CallAsync(options => channel.Client.ReleaseSessionAsync(request, options), sql: null, cancellationToken);
    }

    public AsyncServerStreamingCall<ExecutePlanResponse> Start(ExecutePlanRequest request, CancellationToken cancellationToken) =>
        channel.Client.ExecutePlan(request, new CallOptions(cancellationToken: cancellationToken));

    public AsyncServerStreamingCall<ExecutePlanResponse> Reattach(string operationId, string? lastResponseId, CancellationToken cancellationToken)
    {
        var request = new ReattachExecuteRequest { SessionId = sessionId, UserContext = User, ClientType = ClientType, OperationId = operationId };
        if (lastResponseId is not null)
        {
            request.LastResponseId = lastResponseId;
        }

        return channel.Client.ReattachExecute(request, new CallOptions(cancellationToken: cancellationToken));
    }

    /// <summary>Lets the server forget an operation, and interrupts it when it still runs. A failure does not matter: the server forgets it by itself, later.</summary>
    public async Task ReleaseAsync(string operationId)
    {
        try
        {
            await channel.Client.ReleaseExecuteAsync(
                new ReleaseExecuteRequest
                {
                    SessionId = sessionId,
                    UserContext = User,
                    ClientType = ClientType,
                    OperationId = operationId,
                    ReleaseAll = new ReleaseExecuteRequest.Types.ReleaseAll(),
                },
                deadline: Deadline(TimeSpan.FromSeconds(5))).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // See the summary.
        }
    }

    /// <summary>What the server knows of an error; null when it does not say.</summary>
    public async Task<FetchErrorDetailsResponse.Types.Error?> FindErrorAsync(string errorId)
    {
        try
        {
            var response = await channel.Client.FetchErrorDetailsAsync(
                new FetchErrorDetailsRequest { SessionId = sessionId, UserContext = User, ClientType = ClientType, ErrorId = errorId },
                deadline: Deadline(TimeSpan.FromSeconds(5))).ConfigureAwait(false);
            return response.HasRootErrorIdx && response.RootErrorIdx < response.Errors.Count ? response.Errors[response.RootErrorIdx] : null;
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private DateTime Deadline(TimeSpan wait) => (time.GetUtcNow() + wait).UtcDateTime;

    private async Task<ExecutePlanResponse?> NextAsync(ReattachableStream stream, string? sql, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.NextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException error)
        {
            throw await SparkErrors.TranslateAsync(error, this, sql).ConfigureAwait(false);
        }
    }

    private async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, string? sql, CancellationToken cancellationToken)
    {
        var retry = new Retry(patience, time);
        while (true)
        {
            try
            {
                return await call(new CallOptions(cancellationToken: cancellationToken)).ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (RpcException error) when (SparkErrors.IsTransient(error) && retry.MayWait)
            {
                await retry.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException error)
            {
                throw await SparkErrors.TranslateAsync(error, this, sql).ConfigureAwait(false);
            }
        }
    }
}
