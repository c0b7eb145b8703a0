using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Tests.Contracts.Sql;

namespace Analytics.Tests.Streaming;

/// <summary>A record of a random log and what the model needs to know of it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Event">The event; null when the record is no valid event.</param>
/// <param name="Reason">Why it is a dead letter; null when it is none.</param>
internal sealed record RandomRecord(MemoryRecord Record, string Id, ModelEvent? Event, string? Reason);

/// <summary>Logs with everything that goes wrong: disorder, lateness, repeats across partitions, poison, clocks that run ahead, extreme values.</summary>
internal static class RandomLog
{
    public const long Skew = 300_000_000;

    private const long Epoch = 1_750_000_000_000_000;

    public static List<List<RandomRecord>> Of(Random random, int partitions, int perPartition, long delay)
    {
        List<(string Id, long Time)> ids = [];
        var log = new List<List<RandomRecord>>();
        for (var partition = 0; partition < partitions; partition++)
        {
            var records = new List<RandomRecord>();
            // Partitions may be hours apart.
            var now = Epoch + (random.Next(3) == 0 ? random.NextInt64(14_400_000_000) : random.NextInt64(60_000_000));
            long? highest = null;
            (string Id, int Left) horizon = default;
            for (var offset = 0; offset < perPartition; offset++)
            {
                if (horizon.Left == 0 && random.Next(10) == 0 && ids.Skip(ids.Count - records.Count).LastOrDefault(own => own.Time + (2 * delay) > Math.Max(now, highest ?? 0) + 1) is { Id: { } old } first)
                {
                    // For a while the watermark of this partition stands just where an id is forgotten, or a microsecond before: so long it is repeated.
                    now = first.Time + (2 * delay) - random.Next(2);
                    horizon = (old, random.Next(8, 20));
                    Add(null, now);
                    continue;
                }

                if (horizon.Left > 0)
                {
                    horizon.Left--;
                    Add(random.Next(2) == 0 ? horizon.Id : null, now - (random.Next(4) == 0 ? delay + random.Next(2) : random.NextInt64(delay / 4)));
                    continue;
                }

                now += random.NextInt64(random.Next(20) == 0 ? 40_000_000L : 400_000L);
                var isRepeat = ids.Count > 0 && random.Next(8) == 0;
                var id = isRepeat ? ids[^Math.Min(ids.Count, random.Next(1, 60))].Id : $"e{ids.Count}";
                var time = now - (random.Next(12) == 0 ? random.NextInt64(3 * delay) : random.NextInt64(delay / 4));
                if (random.Next(3) > 0)
                {
                    // On the bounds of windows, and whole seconds apart, as session gaps are.
                    time = time / 1_000_000 * 1_000_000;
                }
                else if (random.Next(6) == 0 && highest is { } max)
                {
                    // On the two sides of lateness.
                    time = max - delay - random.Next(2);
                }

                Add(id, time);
            }

            log.Add(records);

            void Add(string? id, long time)
            {
                id ??= $"e{ids.Count}";
                ids.Add((id, time));
                var record = Record(random, id, time, now, partition, records.Count);
                highest = record.Event is { } each && !(each.Time < highest) ? each.Time : highest;
                records.Add(record);
            }
        }

        return log;
    }

    private static RandomRecord Record(Random random, string id, long time, long now, int partition, int offset)
    {
        var timestamp = random.Next(20) == 0 ? 0 : now;
        if (random.Next(25) == 0)
        {
            var isMalformed = random.Next(2) == 0;
            return new RandomRecord(
                new MemoryRecord(timestamp, isMalformed ? random.Next(3) == 0 ? null : "{\"id\":"u8.ToArray() : """{"id":7}"""u8.ToArray()), id, null, isMalformed ? "malformed_json" : "schema_violation");
        }

        var isAhead = random.Next(100) == 0;
        if (isAhead)
        {
            // Up to the skew is fine, beyond it is not.
            time = now + Skew + random.Next(2);
        }

        var each = new ModelEvent(
            time,
            partition,
            offset,
            random.Next(6) == 0 ? null : $"k{random.Next(3)}",
            Number(random),
            random.Next(4) == 0 ? null : random.Next(15) == 0 ? new[] { 1e300, 5e-324, 1e-300 }[random.Next(3)] : random.Next(-40, 41) / 8.0,
            random.Next(4) == 0 ? null : new[] { "a", "b", "c", "é", "😀", "", "\0" }[random.Next(7)],
            random.Next(4) == 0 ? null : random.Next(2) == 0);
        var json = new JsonObject
        {
            ["id"] = id,
            ["t"] = GeneratedEvent.Iso(time),
            ["g"] = each.Group,
            ["n"] = each.Number,
            ["x"] = each.Real is { } real ? JsonNode.Parse(real.ToString("R", CultureInfo.InvariantCulture)) : null,
            ["s"] = each.Text,
            ["b"] = each.Flag,
        };
        foreach (var name in new[] { "g", "n", "x", "s", "b" })
        {
            // Null and missing are one.
            if (json[name] is null && random.Next(2) == 0)
            {
                json.Remove(name);
            }
        }

        var reason = timestamp > 0 && time > timestamp + Skew ? "future_event_time" : null;
        return new RandomRecord(new MemoryRecord(timestamp, Encoding.UTF8.GetBytes(json.ToJsonString())), id, reason is null ? each : null, reason);
    }

    // Beyond what a double holds, but never so that a sum leaves 64 bits.
    private static long? Number(Random random) => random.Next(4) == 0 ? null : random.Next(15) == 0 ? (random.Next(2) == 0 ? 1 : -1) * ((1L << 53) + 1) : random.Next(-5, 6);
}
