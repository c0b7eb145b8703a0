using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Numbers with two decimals between two bounds.</summary>
internal sealed class NumberGenerator(double minimum, double maximum) : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random)
    {
        var value = minimum + (random.NextDouble() * (maximum - minimum));
        var rounded = Math.Round(value, 2);
        writer.WriteNumberValue(rounded > minimum && rounded < maximum ? rounded : value);
    }
}
