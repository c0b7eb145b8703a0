using System.Text.Json.Nodes;
using Analytics.Quality.Publication;

namespace Analytics.Tests.Quality.Settlement;

/// <summary>Keeps what was announced.</summary>
internal sealed class RecordedTopic : IResultsTopic
{
    public List<JsonObject> Published { get; } = [];

    public Exception? Failure { get; set; }

    public Task PublishAsync(string pipeline, string table, IReadOnlyList<PublishedSettlement> settlements, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Published.Add(ResultsTopic.Summary(pipeline, table, settlements));
        return Task.CompletedTask;
    }
}
