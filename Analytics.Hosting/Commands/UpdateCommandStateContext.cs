namespace Aspire.Hosting.ApplicationModel;

/// <summary>What decides whether a command can be run.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>The resource's present state.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>The AppHost's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}
