using System.Text.Json;

namespace Analytics.Contracts.Suites;

/// <summary>An edge of a bin in JSON, which has no infinities: they are the strings <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
public static class PartitionBin
{
    /// <summary>The edge; NaN where it is none.</summary>
    public static double Read(JsonElement edge) => edge.ValueKind switch
    {
        JsonValueKind.Number => edge.GetDouble(),
        JsonValueKind.String when edge.GetString() is "Infinity" => double.PositiveInfinity,
        JsonValueKind.String when edge.GetString() is "-Infinity" => double.NegativeInfinity,
        _ => double.NaN,
    };
}
