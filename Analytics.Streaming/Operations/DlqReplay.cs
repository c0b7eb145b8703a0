using Analytics.Lake.Layout;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Operations;

/// <summary>
/// Sends dead letters that the contract would accept now to their topic again, each once, however often and wherever this is killed: see
/// <see cref="ReplayedLetters"/>.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="check">The contract.</param>
/// <param name="faults">Named steps.</param>
/// <param name="time">The clock.</param>
internal sealed class DlqReplay(LakeLayout lake, ContractCheck check, FaultPoints faults, TimeProvider time)
{
    /// <summary>Letters of one step: what memory holds, and what a crash has to look up in the topic.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Looks at the dead letters, and sends those that would be accepted unless this is a dry run.</summary>
    /// <param name="reason">Only those with this reason; null for all.</param>
    /// <param name="again">Also those that are replays themselves and were refused again.</param>
    /// <param name="topic">Where to send; null for a dry run.</param>
    /// <param name="progress">Told the report after each page.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    public async Task<DlqReplayReport> RunAsync(string? reason, bool again, IReplayTopic? topic, Action<DlqReplayReport> progress, CancellationToken cancellationToken)
    {
        var replayed = new ReplayedLetters(lake, time);
        using var letters = new DeadLetters(lake);
        if (topic is not null && replayed.Unfinished is not null)
        {
            await FinishAsync(replayed, letters, topic, cancellationToken);
        }

        var report = new DlqReplayReport();
        foreach (var page in letters.Read(reason, PageSize, cancellationToken))
        {
            var refused = await check.CheckAsync(page, cancellationToken);
            var accepted = new List<DeadLetter>();
            for (var i = 0; i < page.Count; i++)
            {
                if (report.Count(page[i], refused[i], replayed.All.Contains(page[i].Coordinates), again))
                {
                    accepted.Add(page[i]);
                }
            }

            if (topic is not null && accepted.Count > 0)
            {
                replayed.Begin([.. accepted.Select(letter => letter.Coordinates)], topic.Ends());
                faults.Reach(Fault.AfterReplayNoted);
                await topic.SendAsync(accepted, cancellationToken);
                faults.Reach(Fault.AfterReplaySent);
                replayed.Complete();
            }

            progress(report);
        }

        return report;
    }

    /// <summary>Sends what a killed replay had noted but did not get to the topic.</summary>
    private static async Task FinishAsync(ReplayedLetters replayed, DeadLetters letters, IReplayTopic topic, CancellationToken cancellationToken)
    {
        var (noted, ends) = replayed.Unfinished!.Value;
        var found = topic.FindReplays(ends, cancellationToken);
        var missing = noted.Where(coordinates => !found.Contains(coordinates.ToString())).ToHashSet();
        if (missing.Count > 0)
        {
            await topic.SendAsync([.. letters.Read(reason: null, pageSize: 500, cancellationToken).SelectMany(page => page.Where(letter => missing.Contains(letter.Coordinates)))], cancellationToken);
        }

        replayed.Complete();
    }
}
