using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Objects with all required properties and most of the optional ones.</summary>
internal sealed class ObjectGenerator(IReadOnlyList<PropertyGenerator> properties) : IValueGenerator
{
    private const double Present = 0.85;

    public IReadOnlyList<PropertyGenerator> Properties => properties;

    public void Write(Utf8JsonWriter writer, Random random)
    {
        writer.WriteStartObject();
        foreach (var property in properties)
        {
            if (IsPresent(property, random))
            {
                writer.WritePropertyName(property.Name);
                property.Value.Write(writer, random);
            }
        }

        writer.WriteEndObject();
    }

    public static bool IsPresent(PropertyGenerator property, Random random) => property.Required || random.NextDouble() < Present;
}
