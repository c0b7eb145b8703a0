using System.Text.Json;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Integers between two bounds, inclusive, in steps.</summary>
internal sealed class IntegerGenerator(long minimum, long maximum, long step) : IValueGenerator
{
    public void Write(Utf8JsonWriter writer, Random random)
    {
        var first = (long)Math.Ceiling((double)minimum / step);
        var last = (long)Math.Floor((double)maximum / step);
        writer.WriteNumberValue((last > first ? random.NextInt64(first, last) : first) * step);
    }
}
