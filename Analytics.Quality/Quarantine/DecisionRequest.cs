using Analytics.Contracts.Commits;

namespace Analytics.Quality.Quarantine;

/// <summary>A decision that waits for the gate of its table.</summary>
/// <param name="decision">The decision.</param>
internal sealed class DecisionRequest(QuarantineDecision decision)
{
    private readonly TaskCompletionSource<DecisionOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QuarantineDecision Decision => decision;

    public Task<DecisionOutcome> Answer => _answer.Task;

    public void Complete(DecisionOutcome outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception error) => _answer.TrySetException(error);
}
