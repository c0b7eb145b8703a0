using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What is run for a resource: resolved anew at every start.</summary>
internal sealed record LaunchPlan(string FileName, ImmutableArray<string> Arguments, string WorkingDirectory, ImmutableSortedDictionary<string, string> Environment)
{
    /// <summary>Variables of the AppHost's own process that would mislead a child.</summary>
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"];

    public static async Task<LaunchPlan> CreateAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = await ResolveArgumentsAsync(resource, cancellationToken).ConfigureAwait(false);
        var environment = await ResolveEnvironmentAsync(resource, cancellationToken).ConfigureAwait(false);
        if (resource is ExecutableResource executable)
        {
            return new(executable.Command, arguments, executable.WorkingDirectory, environment);
        }

        if (!resource.TryGetLastAnnotation<IProjectMetadata>(out var metadata) || metadata is not IBuiltProject project)
        {
            throw new DistributedApplicationException($"Resource '{resource.Name}' has no record of its built assembly: reference its project from the AppHost.");
        }

        if (!File.Exists(project.AssemblyPath))
        {
            throw new DistributedApplicationException($"{project.AssemblyPath} does not exist: build {project.ProjectPath} first.");
        }

        return new(DotnetHost.Path, ["exec", project.AssemblyPath, .. arguments], Path.GetDirectoryName(project.ProjectPath)!, environment);
    }

    public static IEnumerable<string> VariablesToRemove => NotInherited;

    private static async Task<ImmutableArray<string>> ResolveArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var values = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(new CommandLineArgsCallbackContext(values, resource, cancellationToken)).ConfigureAwait(false);
        }

        var resolved = ImmutableArray.CreateBuilder<string>(values.Count);
        foreach (var value in values)
        {
            resolved.Add(await ResolveAsync(resource, value, cancellationToken).ConfigureAwait(false));
        }

        return resolved.ToImmutable();
    }

    private static async Task<ImmutableSortedDictionary<string, string>> ResolveEnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(DistributedApplicationExecutionContext.Running, resource, null, cancellationToken);
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.EnvironmentVariable is not null))
        {
            context.EnvironmentVariables[endpoint.EnvironmentVariable!] = endpoint.RequiredAllocation.Port.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        var resolved = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            resolved[name] = await ResolveAsync(resource, value, cancellationToken).ConfigureAwait(false);
        }

        return resolved.ToImmutable();
    }

    private static async ValueTask<string> ResolveAsync(IResource resource, object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new DistributedApplicationException($"A value that '{resource.Name}' needs is missing: {(value as IManifestExpressionProvider)?.ValueExpression}."),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
