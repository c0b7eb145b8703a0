using Analytics.Streaming.Operations;

namespace Analytics.Tests.Operations;

/// <summary>A topic of one partition in memory, which can die in the middle of a send.</summary>
internal sealed class MemoryReplayTopic : IReplayTopic
{
    public List<DeadLetter> Sent { get; } = [];

    /// <summary>After so many more letters a send fails; null for never.</summary>
    public int? DiesAfter { get; set; }

    public IReadOnlyList<long> Ends() => [Sent.Count];

    public Task SendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        foreach (var letter in letters)
        {
            if (DiesAfter-- == 0)
            {
                DiesAfter = null;
                throw new IOException("injected");
            }

            Sent.Add(letter);
        }

        return Task.CompletedTask;
    }

    public IReadOnlySet<string> FindReplays(IReadOnlyList<long> from, CancellationToken cancellationToken) =>
        Sent.Skip((int)from[0]).Select(letter => letter.Coordinates.ToString()).ToHashSet();

    public void Dispose()
    {
    }
}
