using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary><c>const</c>, <c>enum</c>, <c>examples</c>: one of the values, the first ones more often, as life has it.</summary>
internal sealed class ChoiceGenerator(IReadOnlyList<JsonElement> values) : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random)
    {
        var skewed = random.NextDouble() * random.NextDouble();
        values[(int)(skewed * values.Count)].WriteTo(writer);
    }
}
