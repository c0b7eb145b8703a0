using System.Net;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Quality.Hosting;
using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Analytics.Quality.Sql;
using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Quarantine;

/// <summary>Makes a decision from outside: by the lake's Quality service when it runs, else under its lock.</summary>
internal sealed class RemoteDecision(LakeLayout lake, string table)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a service that has just taken the lock may take to say where it answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="DecisionRefusedException">There is no such batch, or it has been decided about otherwise.</exception>
    /// <exception cref="IOException">The lock is held by one who does not answer.</exception>
    /// <exception cref="HttpRequestException">The service can't carry it out; the message says why.</exception>
    public async Task<DecisionOutcome> DecideAsync(QuarantineDecision decision, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(lake.Gold(table)))
        {
            throw new DecisionRefusedException($"{lake.Gold(table)}: no such table; give the data folder with --data", isUnknown: true);
        }

        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var writer = WriterLock.Acquire(lake.Root, QualityTables.LockRole);
                return DecideHere(decision);
            }
            catch (LockHeldException held)
            {
                if (WriterLock.ReadAddress(lake.Root, QualityTables.LockRole) is { } address && await AskAsync(address, decision, cancellationToken) is { } outcome)
                {
                    return outcome;
                }

                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                {
                    throw new IOException($"{held.Message}; it does not answer over HTTP", held);
                }

                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Carries it out with the lock in hand, as the service would.</summary>
    private DecisionOutcome DecideHere(QuarantineDecision decision)
    {
        using var database = new QualityDatabase();
        var gold = new DeltaTable(lake.Gold(table));
        var decider = new Decider(database, lake, table, gold, FaultPoints.FromEnvironment());
        var state = GateState.Load(gold);
        decider.Publish(new ResultsTable(lake, database).PublishedVersion(table), state.Gold?.Version ?? -1);
        return decider.Decide(decision, state).Outcome;
    }

    /// <summary>Asks the service; null when nobody answers there.</summary>
    private async Task<DecisionOutcome?> AskAsync(string address, QuarantineDecision decision, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var action = decision.Action is QuarantineAction.Release ? "release" : "discard";
        HttpResponseMessage answer;
        try
        {
            answer = await http.PostAsync(new Uri($"/quarantine/{Uri.EscapeDataString(table)}/{decision.Batch}/{action}", UriKind.Relative), null, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }

        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<DecisionOutcome>(body, QuarantineJson.Options)
                : throw Refusal(answer.StatusCode, body);
        }
    }

    private static Exception Refusal(HttpStatusCode status, string body)
    {
        using var problem = JsonDocument.Parse(body);
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        return status is HttpStatusCode.NotFound or HttpStatusCode.Conflict
            ? new DecisionRefusedException(detail, status is HttpStatusCode.NotFound)
            : new HttpRequestException(detail, null, status);
    }
}
