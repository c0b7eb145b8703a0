using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Analytics.Contracts.Registry;

/// <summary>
/// A client of Confluent's registry REST API, for JSON Schema. It caches nothing: callers know how long an answer holds
/// (an id never changes its schema; which subjects it has can).
/// Every method throws <see cref="SchemaRegistryException"/> when the registry refuses and
/// <see cref="SchemaRegistryUnavailableException"/> when it can't be asked.
/// </summary>
public sealed class SchemaRegistryClient
{
    private const string JsonSchemaType = "JSON";

    private readonly HttpClient _http;

    /// <summary>Creates the client.</summary>
    /// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the registry's, such as <c>http://localhost:8081</c>. The caller disposes it.</param>
    public SchemaRegistryClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Registers a schema under a subject. A schema that is there already gets its old id: the call is idempotent.</summary>
    /// <param name="subject">The subject; created when it does not exist.</param>
    /// <param name="schema">The JSON Schema's text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The schema's id.</returns>
    /// <exception cref="SchemaRegistryException">The schema is invalid (422) or incompatible (409).</exception>
    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken = default)
    {
        var answer = await PostAsync($"subjects/{Escape(subject)}/versions", schema, RegistryJson.Default.SchemaAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Id ?? throw Incomplete("id");
    }

    /// <summary>Finds a schema under a subject without registering it.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="schema">The JSON Schema's text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its version and id.</returns>
    /// <exception cref="SchemaRegistryException">Unknown subject (40401) or schema (40403).</exception>
    public async Task<RegisteredSchema> LookupAsync(string subject, string schema, CancellationToken cancellationToken = default)
    {
        var answer = await PostAsync($"subjects/{Escape(subject)}", schema, RegistryJson.Default.SchemaAnswer, cancellationToken).ConfigureAwait(false);
        return Complete(answer);
    }

    /// <summary>Reads a schema by its id.</summary>
    /// <param name="id">The id of the wire format.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The schema's text.</returns>
    /// <exception cref="SchemaRegistryException">Unknown id (40403).</exception>
    public async Task<string> GetSchemaByIdAsync(int id, CancellationToken cancellationToken = default)
    {
        var answer = await GetAsync($"schemas/ids/{id}", RegistryJson.Default.SchemaAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Schema ?? throw Incomplete("schema");
    }

    /// <summary>Where an id is registered; the answer to "does this id belong to that subject?".</summary>
    /// <param name="id">The id of the wire format.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Subjects and versions; empty when all are deleted.</returns>
    /// <exception cref="SchemaRegistryException">Unknown id (40403).</exception>
    public async Task<IReadOnlyList<SubjectVersion>> GetVersionsByIdAsync(int id, CancellationToken cancellationToken = default) =>
        await GetAsync($"schemas/ids/{id}/versions", RegistryJson.Default.ListSubjectVersion, cancellationToken).ConfigureAwait(false);

    /// <summary>Lists the versions of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Version numbers, ascending.</returns>
    /// <exception cref="SchemaRegistryException">Unknown subject (40401).</exception>
    public async Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken = default) =>
        await GetAsync($"subjects/{Escape(subject)}/versions", RegistryJson.Default.ListInt32, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads one version of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="version">The version, from 1; null for the latest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="SchemaRegistryException">Unknown subject (40401) or version (40402).</exception>
    public async Task<RegisteredSchema> GetVersionAsync(string subject, int? version = null, CancellationToken cancellationToken = default)
    {
        var path = $"subjects/{Escape(subject)}/versions/{version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "latest"}";
        return Complete(await GetAsync(path, RegistryJson.Default.SchemaAnswer, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks whether a subject would take a schema, under its compatibility level.</summary>
    /// <param name="subject">The subject; an unknown one takes everything.</param>
    /// <param name="schema">The JSON Schema's text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The verdict with its reasons.</returns>
    public async Task<SchemaCompatibility> CheckCompatibilityAsync(string subject, string schema, CancellationToken cancellationToken = default)
    {
        var path = $"compatibility/subjects/{Escape(subject)}/versions?verbose=true";
        var answer = await PostAsync(path, schema, RegistryJson.Default.CompatibilityAnswer, cancellationToken).ConfigureAwait(false);
        return new SchemaCompatibility(answer.IsCompatible, answer.Messages ?? []);
    }

    private static string Escape(string subject) => Uri.EscapeDataString(subject);

    private static RegisteredSchema Complete(SchemaAnswer answer) => new(
        answer.Subject ?? throw Incomplete("subject"),
        answer.Version ?? throw Incomplete("version"),
        answer.Id ?? throw Incomplete("id"),
        answer.Schema ?? throw Incomplete("schema"));

    private static SchemaRegistryUnavailableException Incomplete(string property) =>
        new($"The schema registry's answer has no '{property}'.");

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken);

    private Task<T> PostAsync<T>(string path, string schema, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(
                    new SchemaRequest(JsonSchemaType, schema),
                    RegistryJson.Default.SchemaRequest,
                    new System.Net.Http.Headers.MediaTypeHeaderValue(RegistryMediaTypes.Version1)),
            },
            type,
            cancellationToken);

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> create, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = create();
        request.Headers.Accept.ParseAdd(RegistryMediaTypes.Version1);
        var what = $"{request.Method} {_http.BaseAddress}{request.RequestUri}";
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw RegistryFailure.From(response.StatusCode, body, what);
            }

            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null");
        }
        catch (Exception error) when (IsTransport(error, cancellationToken))
        {
            throw new SchemaRegistryUnavailableException($"{what}: {error.Message}", error);
        }
    }

    /// <summary>A timeout of the client surfaces as a cancellation that nobody asked for; resilience handlers throw types of their own.</summary>
    private static bool IsTransport(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && error is not (SchemaRegistryException or SchemaRegistryUnavailableException or ArgumentException);
}
