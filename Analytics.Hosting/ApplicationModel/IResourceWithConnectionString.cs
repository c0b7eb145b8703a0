namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource, IExpressionValue, IValueWithReferences
{
    /// <summary>The connection string as an expression over endpoints and other values.</summary>
    ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>The variable that carries it; null means <c>ConnectionStrings__{name}</c>.</summary>
    string? ConnectionStringEnvironmentVariable => null;

    /// <summary>The connection string, once everything it refers to is known.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection string.</returns>
    ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    IEnumerable<object> IValueWithReferences.References => [ConnectionStringExpression];

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetConnectionStringAsync(cancellationToken);
}
