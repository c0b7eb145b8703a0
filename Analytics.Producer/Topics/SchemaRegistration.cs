using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;

namespace Analytics.Producer.Topics;

/// <summary>Registers a pipeline's schemas in their order.</summary>
internal sealed class SchemaRegistration(SchemaRegistryClient registry, Backoff backoff, ILogger<SchemaRegistration> logger)
{
    /// <returns>The newest schema's id; 0 for a topic of plain JSON.</returns>
    /// <exception cref="PipelineException">The registry refuses a schema.</exception>
    public async Task<int> EnsureAsync(SourceDefinition source, CancellationToken cancellationToken)
    {
        var id = 0;
        if (source.Format == SourceFormat.Json)
        {
            return id;
        }

        foreach (var file in source.SchemaFiles)
        {
            var schema = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            id = await backoff.UntilReadyAsync(
                "The schema registry",
                token => RegisterAsync(source.Subject, file, schema, token),
                error => error is SchemaRegistryUnavailableException,
                cancellationToken).ConfigureAwait(false);
            logger.LogInformation("{File} is schema {Id} of subject {Subject}", Path.GetFileName(file), id, source.Subject);
        }

        return id;
    }

    private async Task<int> RegisterAsync(string subject, string file, string schema, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.RegisterAsync(subject, schema, cancellationToken).ConfigureAwait(false);
        }
        catch (SchemaRegistryException error)
        {
            throw new PipelineException(file, line: null, $"the registry refuses it for subject {subject} ({error.ErrorCode}): {error.Message}");
        }
    }
}
