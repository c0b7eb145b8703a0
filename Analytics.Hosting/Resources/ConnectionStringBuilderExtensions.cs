using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds connection strings.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string made of other values. It waits until the resources in it have started, not until they are healthy.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="connectionStringExpression">The expression.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var resource = builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
        foreach (var dependency in connectionStringExpression.FindResources())
        {
            resource.WithAnnotation(new WaitAnnotation(dependency, WaitType.WaitUntilStarted));
            resource.WithAnnotation(new ResourceRelationshipAnnotation(dependency, ResourceBuilderExtensions.ReferenceRelationship));
        }

        return resource;
    }

    /// <summary>Adds a connection string put together by a callback.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="connectionStringBuilder">Appends the parts.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        ArgumentNullException.ThrowIfNull(connectionStringBuilder);

        var expression = new ReferenceExpressionBuilder();
        connectionStringBuilder(expression);
        return builder.AddConnectionString(name, expression.Build());
    }
}
