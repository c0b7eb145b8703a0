using System.Threading.Channels;
using Analytics.Contracts.Commits;
using Analytics.Quality.Telemetry;

namespace Analytics.Quality.Quarantine;

/// <summary>Takes decisions for the gates: each carries them out between two settlements, so that a table has one writer.</summary>
/// <param name="tables">The names of the audited tables.</param>
/// <param name="board">How the gates stand.</param>
/// <param name="time">The clock.</param>
internal sealed class DecisionDesk(IEnumerable<string> tables, GateBoard board, TimeProvider time)
{
    /// <summary>How long a gate may take: a settlement under way is finished first.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Channel<DecisionRequest>> _queues =
        tables.ToDictionary(table => table, _ => Channel.CreateUnbounded<DecisionRequest>(), StringComparer.Ordinal);

    public IEnumerable<string> Tables => _queues.Keys;

    /// <summary>The decisions for a table.</summary>
    public ChannelReader<DecisionRequest> Of(string table) => _queues[table].Reader;

    /// <summary>Asks the gate of a table. A gate that cannot settle at the moment takes the decision when it can.</summary>
    /// <exception cref="DecisionRefusedException">There is no such table or batch, or the batch has been decided about otherwise.</exception>
    /// <exception cref="DecisionLateException">The gate did not answer in time; it carries out the decision when it can.</exception>
    public async Task<DecisionOutcome> DecideAsync(string table, QuarantineDecision decision, TimeSpan patience, CancellationToken cancellationToken)
    {
        var request = new DecisionRequest(decision);
        await Queue(table).Writer.WriteAsync(request, cancellationToken);
        try
        {
            return await request.Answer.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            var reason = board.Of(table).Failure is { } failure ? $"it cannot settle: {failure}" : "it is busy";
            throw new DecisionLateException($"the gate of {table} has not answered yet, {reason}. It carries out the decision when it can; repeat the request to learn of it: a decision is made once");
        }
    }

    /// <exception cref="DecisionRefusedException">There is no such table.</exception>
    public void RequireTable(string table) => Queue(table);

    private Channel<DecisionRequest> Queue(string table) => _queues.TryGetValue(table, out var queue)
        ? queue
        : throw new DecisionRefusedException($"there is no table {table}; audited tables: {string.Join(", ", _queues.Keys)}", isUnknown: true);
}
