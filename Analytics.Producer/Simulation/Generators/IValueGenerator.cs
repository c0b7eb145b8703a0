using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Writes random values that a schema allows.</summary>
internal interface IValueGenerator
{
    void Write(Utf8JsonWriter writer, Random random);
}
