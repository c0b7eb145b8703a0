using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Null.</summary>
internal sealed class NullGenerator : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random) => writer.WriteNullValue();
}
