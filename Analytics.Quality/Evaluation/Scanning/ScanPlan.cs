namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>Collects the aggregates that evaluators need, so that one statement computes them all; equal ones are computed once.</summary>
internal sealed class ScanPlan
{
    private readonly Dictionary<string, int> _slots = [];
    private readonly List<string> _aggregates = [];

    /// <summary>The aggregates, in the order of their slots.</summary>
    public IReadOnlyList<string> Aggregates => _aggregates;

    /// <summary>Adds an aggregate, such as <c>count("user_id")</c>.</summary>
    /// <returns>The slot that holds its value.</returns>
    public int Add(string aggregate)
    {
        if (!_slots.TryGetValue(aggregate, out var slot))
        {
            slot = _aggregates.Count;
            _slots.Add(aggregate, slot);
            _aggregates.Add(aggregate);
        }

        return slot;
    }
}
