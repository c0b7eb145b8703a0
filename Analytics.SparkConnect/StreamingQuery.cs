using System.Text.Json;
using Analytics.SparkConnect.Protocol;

namespace Analytics.SparkConnect;

/// <summary>A streaming query on the server.</summary>
public sealed class StreamingQuery
{
    private readonly SparkSession _session;
    private readonly StreamingQueryInstanceId _instance;

    internal StreamingQuery(SparkSession session, StreamingQueryInstanceId instance, string name)
    {
        _session = session;
        _instance = instance;
        Name = name;
    }

    /// <summary>The query's name.</summary>
    public string Name { get; }

    /// <summary>The query's id, the same in all runs from one checkpoint.</summary>
    public string Id => _instance.Id;

    /// <summary>The id of this run.</summary>
    public string RunId => _instance.RunId;

    /// <summary>Whether it runs, and what it is doing.</summary>
    public async Task<StreamingQueryStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var status = (await AskAsync(new StreamingQueryCommand { Status = true }, cancellationToken).ConfigureAwait(false)).Status;
        return new StreamingQueryStatus(status.IsActive, status.StatusMessage, status.IsDataAvailable, status.IsTriggerActive);
    }

    /// <summary>The progress of the newest batches, oldest first, as Spark's JSON.</summary>
    public async Task<IReadOnlyList<JsonElement>> RecentProgressAsync(CancellationToken cancellationToken) =>
        Progress(await AskAsync(new StreamingQueryCommand { RecentProgress = true }, cancellationToken).ConfigureAwait(false));

    /// <summary>The progress of the newest batch, as Spark's JSON; null before the first.</summary>
    public async Task<JsonElement?> LastProgressAsync(CancellationToken cancellationToken) =>
        Progress(await AskAsync(new StreamingQueryCommand { LastProgress = true }, cancellationToken).ConfigureAwait(false)) is [.., var last] ? last : null;

    /// <summary>Why it has ended; null when it runs or was stopped.</summary>
    public async Task<SparkException?> FailureAsync(CancellationToken cancellationToken)
    {
        var failure = (await AskAsync(new StreamingQueryCommand { Exception = true }, cancellationToken).ConfigureAwait(false)).Exception;
        return failure is { HasExceptionMessage: true }
            ? new SparkException(failure.ExceptionMessage) { ErrorClass = failure.HasErrorClass ? failure.ErrorClass : null }
            : null;
    }

    /// <summary>Waits until all that was in the source at the call has been written.</summary>
    public Task ProcessAllAvailableAsync(CancellationToken cancellationToken) => TellAsync(new StreamingQueryCommand { ProcessAllAvailable = true }, cancellationToken);

    /// <summary>Stops it, after what it is writing.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => TellAsync(new StreamingQueryCommand { Stop = true }, cancellationToken);

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it has ended.</returns>
    /// <exception cref="SparkException">It ended because it failed.</exception>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var wait = new StreamingQueryCommand.Types.AwaitTerminationCommand { TimeoutMs = (long)timeout.TotalMilliseconds };
        return (await AskAsync(new StreamingQueryCommand { AwaitTermination = wait }, cancellationToken).ConfigureAwait(false)).AwaitTermination.Terminated;
    }

    private static List<JsonElement> Progress(StreamingQueryCommandResult result) =>
        [.. (result.RecentProgress?.RecentProgressJson ?? []).Select(json => JsonElement.Parse(json))];

    private Task TellAsync(StreamingQueryCommand command, CancellationToken cancellationToken)
    {
        command.QueryId = _instance;
        return _session.RunAsync(new Command { StreamingQueryCommand = command }, sql: null, cancellationToken);
    }

    private async Task<StreamingQueryCommandResult> AskAsync(StreamingQueryCommand command, CancellationToken cancellationToken)
    {
        command.QueryId = _instance;
        var response = await _session.ResultAsync(
            new Command { StreamingQueryCommand = command },
            ExecutePlanResponse.ResponseTypeOneofCase.StreamingQueryCommandResult,
            sql: null,
            cancellationToken).ConfigureAwait(false);
        return response.StreamingQueryCommandResult;
    }
}
