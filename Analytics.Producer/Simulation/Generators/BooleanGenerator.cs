using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>True or false.</summary>
internal sealed class BooleanGenerator : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random) => writer.WriteBooleanValue(random.Next(2) == 0);
}
