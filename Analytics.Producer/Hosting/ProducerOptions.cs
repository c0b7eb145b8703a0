using Analytics.Contracts.Inputs;
using Analytics.Contracts.Pipelines;
using Analytics.Producer.Simulation;

namespace Analytics.Producer.Hosting;

/// <summary>What is to be sent, checked.</summary>
internal sealed record ProducerOptions
{
    public required PipelineDefinition Pipeline { get; init; }

    /// <summary>The platform's data folder.</summary>
    public required string Data { get; init; }

    /// <summary>The file to send; null simulates.</summary>
    public InputFile? File { get; init; }

    /// <summary>Events a second; null as fast as possible.</summary>
    public double? Rate { get; init; }

    /// <summary>Records to send; null for all of the file, or without end.</summary>
    public long? Count { get; init; }

    /// <summary>Seed of the simulation.</summary>
    public int Seed { get; init; }

    public FaultRates Faults { get; init; } = FaultRates.None;

    /// <summary>Where the ground truth goes; null for nowhere.</summary>
    public string? Ledger { get; init; }
}
