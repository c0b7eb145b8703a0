using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>One of several types or branches; the first in most cases, so a nullable property is null now and then.</summary>
internal sealed class EitherGenerator(IReadOnlyList<IValueGenerator> branches) : IValueGenerator
{
    private const double First = 0.8;

    public void Write(Utf8JsonWriter writer, Random random)
    {
        var branch = branches.Count == 1 || random.NextDouble() < First ? 0 : random.Next(1, branches.Count);
        branches[branch].Write(writer, random);
    }
}
