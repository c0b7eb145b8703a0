using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of an endpoint's address, as a value.</summary>
/// <param name="endpointReference">The endpoint.</param>
/// <param name="property">The part.</param>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) : IExpressionValue, IValueWithReferences
{
    /// <summary>The endpoint.</summary>
    public EndpointReference Endpoint { get; } = endpointReference;

    /// <summary>The part.</summary>
    public EndpointProperty Property { get; } = property;

    /// <inheritdoc />
    public string ValueExpression => $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{char.ToLowerInvariant(Property.ToString()[0])}{Property.ToString()[1..]}}}";

    IEnumerable<object> IValueWithReferences.References => [Endpoint];

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var address = Endpoint.EndpointAnnotation.RequiredAllocation;
        return new(Property switch
        {
            EndpointProperty.Url => address.UriString,
            EndpointProperty.Host => address.Address,
            EndpointProperty.IPV4Host => "127.0.0.1",
            EndpointProperty.Port or EndpointProperty.TargetPort => address.Port.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => address.UriScheme,
            EndpointProperty.HostAndPort => address.EndPointString,
            _ => throw new InvalidOperationException($"Endpoints have no property '{Property}'."),
        });
    }
}
