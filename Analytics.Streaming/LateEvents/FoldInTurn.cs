using Analytics.Lake.Log;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.LateEvents;

/// <summary>Folds late events in for all who have asked: between two batches of ingest, which alone may write the table then.</summary>
internal sealed class FoldInTurn(FoldIn foldIn, FoldInRequests requests, StreamingMetrics metrics)
{
    /// <summary>Answers all requests. One that can't be prepared leaves everything as it was; a commit that fails is thrown.</summary>
    /// <param name="state">The state after the newest batch.</param>
    /// <param name="snapshot"><c>staging/events</c>; null before its first commit.</param>
    /// <param name="committed">Gets each fold-in that has been committed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Both after the last commit.</returns>
    public async Task<(IngestState State, DeltaSnapshot? Snapshot)> RunAsync(
        IngestState state, DeltaSnapshot? snapshot, Action<PreparedFoldIn> committed, CancellationToken cancellationToken)
    {
        while (requests.TryTake(out var request))
        {
            if (snapshot is null)
            {
                request.Done(new FoldInAnswer(request.To, 0, 0, null));
                continue;
            }

            PreparedFoldIn prepared;
            try
            {
                prepared = await foldIn.PrepareAsync(state, snapshot, request.From, request.To, cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                request.Failed(error.Message);
                continue;
            }
            catch
            {
                request.Failed("Streaming stops; ask again.");
                throw;
            }

            using (prepared)
            {
                if (!prepared.HasRows)
                {
                    request.Done(prepared.Answer);
                    continue;
                }

                try
                {
                    (state, snapshot) = foldIn.Commit(prepared, state, snapshot);
                }
                catch (Exception error)
                {
                    request.Failed($"{error.Message} Ask again: what was committed is not taken twice.");
                    throw;
                }

                committed(prepared);
                metrics.FoldedIn(prepared.Record.Rows);
                request.Done(prepared.Answer with { StagingVersion = snapshot.Version });
            }
        }

        return (state, snapshot);
    }
}
