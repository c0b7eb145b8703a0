using System.Text.Json.Nodes;

namespace Analytics.Benchmarks.Reference;

/// <summary>The fields of <c>GET /api/ledger</c> that the benchmarks look at.</summary>
internal sealed record Ledger(long Consumed, long Accepted, long Duplicate, long Late, long DeadLettered, long Gold, long Quarantined, bool Balanced, bool EndOfInput, bool Settled, DateTimeOffset? First, DateTimeOffset? Last)
{
    public static Ledger Parse(string json)
    {
        var o = JsonNode.Parse(json)!.AsObject();
        return new Ledger(
            (long)o["consumed"]!,
            (long)o["accepted"]!,
            (long)o["duplicate"]!,
            (long)o["late"]!,
            (long)o["dead_lettered"]!,
            (long)o["gold"]!,
            (long)o["quarantined"]!,
            (bool)o["balanced"]!,
            (bool)o["end_of_input"]!,
            (bool)o["settled"]!,
            o["first_fetched_at"] is { } first ? DateTimeOffset.Parse((string)first!, System.Globalization.CultureInfo.InvariantCulture) : null,
            o["last_gold_at"] is { } last ? DateTimeOffset.Parse((string)last!, System.Globalization.CultureInfo.InvariantCulture) : null);
    }
}
