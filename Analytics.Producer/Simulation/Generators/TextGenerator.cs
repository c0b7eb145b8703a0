using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Text made by a function, cut or filled up to the schema's lengths.</summary>
internal sealed class TextGenerator(Func<Random, string> make, int minLength, int maxLength) : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random)
    {
        var text = make(random);
        if (text.Length > maxLength)
        {
            text = text[..maxLength];
        }

        writer.WriteStringValue(text.PadRight(minLength, 'x'));
    }
}
