using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks of the AppHost.</summary>
internal sealed class ResourceService(
    DashboardSettings settings,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    StopSignal stop) : DashboardService.DashboardServiceBase
{
    // gRPC refuses messages over 4 MB; a character is at most three bytes of UTF-8 (four make a surrogate pair).
    private const int MaxBatchCharacters = 1_000_000;

    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = settings.ApplicationName });

    public override async Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Token);
        try
        {
            await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = new InitialResourceData() }, ends.Token).ConfigureAwait(false);
            await foreach (var update in notifications.WatchAsync(ends.Token).ConfigureAwait(false))
            {
                var changes = new WatchResourcesChanges { Value = { new WatchResourcesChange { Upsert = ResourceMessage.From(update) } } };
                await responseStream.WriteAsync(new WatchResourcesUpdate { Changes = changes }, ends.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The dashboard went away, or the AppHost stops.
        }
    }

    public override async Task WatchResourceConsoleLogs(WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Token);
        var lines = request.SuppressFollow ? logs.GetAllAsync(request.ResourceName) : logs.WatchAsync(request.ResourceName);
        try
        {
            await foreach (var batch in lines.WithCancellation(ends.Token).ConfigureAwait(false))
            {
                foreach (var message in InMessages(batch))
                {
                    await responseStream.WriteAsync(message, ends.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The dashboard went away, or the AppHost stops.
        }
    }

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, context.CancellationToken).ConfigureAwait(false);
        var response = new ResourceCommandResponse
        {
            Kind = result.Success ? ResourceCommandResponseKind.Succeeded
                : result.Canceled ? ResourceCommandResponseKind.Cancelled
                : ResourceCommandResponseKind.Failed,
        };
        if ((result.Message ?? result.ErrorMessage) is { } message)
        {
            response.Message = message;
        }

        if (result.Data is { } data)
        {
            response.Result = new ResourceCommandResult
            {
                Value = data.Value,
                Format = data.Format switch
                {
                    ApplicationModel.CommandResultFormat.Json => Protocol.CommandResultFormat.Json,
                    ApplicationModel.CommandResultFormat.Markdown => Protocol.CommandResultFormat.Markdown,
                    _ => Protocol.CommandResultFormat.Text,
                },
                DisplayImmediately = data.DisplayImmediately,
            };
        }

        return response;
    }

    /// <summary>Nothing is ever asked, but the stream stays open: a dashboard that is told «unimplemented» takes the whole connection for lost.</summary>
    public override async Task WatchInteractions(IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream, IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Token);
        try
        {
            while (await requestStream.MoveNext(ends.Token).ConfigureAwait(false))
            {
                // Answers to questions that were never put.
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The dashboard went away, or the AppHost stops.
        }
        catch (IOException) when (ends.IsCancellationRequested)
        {
            // The same, noticed by the transport first.
        }
    }

    private static IEnumerable<WatchResourceConsoleLogsUpdate> InMessages(IReadOnlyList<LogLine> lines)
    {
        var message = new WatchResourceConsoleLogsUpdate();
        var characters = 0;
        foreach (var line in lines)
        {
            var text = line.Content.Length <= MaxBatchCharacters ? line.Content : line.Content[..MaxBatchCharacters];
            if (characters + text.Length > MaxBatchCharacters && message.LogLines.Count > 0)
            {
                yield return message;
                message = new WatchResourceConsoleLogsUpdate();
                characters = 0;
            }

            message.LogLines.Add(new ConsoleLogLine { Text = text, IsStdErr = line.IsErrorMessage, LineNumber = line.LineNumber });
            characters += text.Length;
        }

        if (message.LogLines.Count > 0)
        {
            yield return message;
        }
    }
}
