using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Arrays: the fixed places first, then items of one kind.</summary>
internal sealed class ArrayGenerator(IReadOnlyList<IValueGenerator> prefix, IValueGenerator? item, int minItems, int maxItems) : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random)
    {
        writer.WriteStartArray();
        var length = random.Next(minItems, maxItems + 1);
        for (var i = 0; i < length && (i < prefix.Count || item is not null); i++)
        {
            (i < prefix.Count ? prefix[i] : item!).Write(writer, random);
        }

        writer.WriteEndArray();
    }
}
