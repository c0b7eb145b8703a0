using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value; null is the empty text.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context => context.EnvironmentVariables[name] = value ?? "");

    /// <summary>Sets an environment variable to an endpoint's URL.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context => context.EnvironmentVariables[name] = endpointReference);

    /// <summary>Sets an environment variable to an expression's text.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">The expression.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context => context.EnvironmentVariables[name] = value);

    /// <summary>Sets an environment variable to an interpolated string with endpoints and other values in it.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">The string.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment
    {
        var expression = value.Build();
        return builder.WithEnvironment(context => context.EnvironmentVariables[name] = expression);
    }

    /// <summary>Sets environment variables when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Sets them.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    /// <summary>Sets environment variables when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Sets them.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Func<EnvironmentCallbackContext, Task> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(callback));
    }

    /// <summary>Adds command-line arguments.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs =>
        builder.WithArgs((object[])args);

    /// <summary>Adds command-line arguments that may be endpoints and expressions.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments: text or <see cref="IValueProvider"/>.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args)
        where T : IResourceWithArgs =>
        builder.WithArgs(context =>
        {
            foreach (var arg in args)
            {
                context.Args.Add(arg);
            }
        });

    /// <summary>Adds command-line arguments when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Adds them.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Action<CommandLineArgsCallbackContext> callback)
        where T : IResourceWithArgs =>
        builder.WithArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    /// <summary>Adds command-line arguments when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Adds them.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Func<CommandLineArgsCallbackContext, Task> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithAnnotation(new CommandLineArgsCallbackAnnotation(callback));
    }
}
