using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Lets a test look into the AppHost's entry point: flows with the thread that runs it.</summary>
internal sealed class EntryPointObserver
{
    private static readonly AsyncLocal<EntryPointObserver?> Flowing = new();

    public static EntryPointObserver? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    public required Action<DistributedApplicationOptions, HostApplicationBuilderSettings> Constructing { get; init; }

    /// <summary>Blocks until the test builds.</summary>
    public required Action<DistributedApplicationBuilder> Building { get; init; }

    public required Action<DistributedApplication> Built { get; init; }
}
