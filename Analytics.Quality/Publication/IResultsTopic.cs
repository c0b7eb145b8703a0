namespace Analytics.Quality.Publication;

/// <summary>Where settlements are announced.</summary>
internal interface IResultsTopic
{
    /// <summary>Announces settlements of one table, at least one, ascending. Returns when the announcement is durable.</summary>
    Task PublishAsync(string pipeline, string table, IReadOnlyList<PublishedSettlement> settlements, CancellationToken cancellationToken);
}
