namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource, resolved when it is used.</summary>
public sealed class EndpointReference : IExpressionValue, IValueWithReferences
{
    private EndpointAnnotation? _annotation;

    /// <summary>Refers to an endpoint.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpoint">The endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint)
        : this(owner, (endpoint ?? throw new ArgumentNullException(nameof(endpoint))).Name)
    {
        _annotation = endpoint;
    }

    /// <summary>Refers to an endpoint by its name.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpointName">The endpoint's name.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrEmpty(endpointName);

        Resource = owner;
        EndpointName = endpointName;
    }

    /// <summary>The resource.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; }

    /// <summary>The endpoint.</summary>
    /// <exception cref="InvalidOperationException">The resource has none of that name.</exception>
    public EndpointAnnotation EndpointAnnotation => FindAnnotation()
        ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' is not defined for the resource '{Resource.Name}'.");

    /// <summary>Whether the resource has the endpoint.</summary>
    public bool Exists => FindAnnotation() is not null;

    /// <summary>Whether the endpoint has an address already.</summary>
    public bool IsAllocated => EndpointAnnotation.AllocatedEndpoint is not null;

    /// <summary>Whether the scheme is http.</summary>
    public bool IsHttp => Scheme == "http";

    /// <summary>Whether the scheme is https.</summary>
    public bool IsHttps => Scheme == "https";

    /// <summary>The scheme.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>The host.</summary>
    public string Host => EndpointAnnotation.RequiredAllocation.Address;

    /// <summary>The port that clients use.</summary>
    public int Port => EndpointAnnotation.RequiredAllocation.Port;

    /// <summary>The port that the process listens on.</summary>
    public int? TargetPort => EndpointAnnotation.TargetPort;

    /// <summary>scheme://host:port.</summary>
    public string Url => EndpointAnnotation.RequiredAllocation.UriString;

    string IManifestExpressionProvider.ValueExpression => $"{{{Resource.Name}.bindings.{EndpointName}.url}}";

    IEnumerable<object> IValueWithReferences.References => [Resource];

    /// <summary>A part of the address, as a value.</summary>
    /// <param name="property">The part.</param>
    /// <returns>The value.</returns>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <summary>The URL.</summary>
    /// <param name="cancellationToken">Unused: addresses are allocated before anything starts.</param>
    /// <returns>The URL.</returns>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    private EndpointAnnotation? FindAnnotation() =>
        _annotation ??= Resource.Annotations.OfType<EndpointAnnotation>()
            .SingleOrDefault(a => string.Equals(a.Name, EndpointName, StringComparison.OrdinalIgnoreCase));
}
