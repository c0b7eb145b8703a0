using System.Globalization;
using System.Text;

namespace Analytics.Tests.Streaming;

/// <summary>An event of a random log.</summary>
internal sealed record GeneratedEvent(string Id, long Time, string Kind, long? Amount, bool IsPoison)
{
    public const long Epoch = 1_750_000_000_000_000;

    public MemoryRecord ToRecord() => new(
        Math.Max(Time, Epoch) + 1000,
        Encoding.UTF8.GetBytes(IsPoison ? "{\"id\":" : $$"""{"id":"{{Id}}","at":"{{Iso(Time)}}","kind":"{{Kind}}","amount":{{Amount?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}"""));

    public static string Iso(long microseconds) =>
        DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A log of three partitions with its own pace each, events out of order, some too late, repeats shortly after the first, and poison.</summary>
    public static List<List<GeneratedEvent>> Log(int seed, int perPartition)
    {
        var random = new Random(seed);
        var log = new List<List<GeneratedEvent>>();
        for (var partition = 0; partition < 3; partition++)
        {
            var events = new List<GeneratedEvent>();
            var now = Epoch + random.NextInt64(0, 600_000_000);
            for (var i = 0; i < perPartition; i++)
            {
                now += random.NextInt64(0, 400_000);
                var isLate = random.NextDouble() < 0.03;
                var isRepeat = events.Count > 3 && random.NextDouble() < 0.05 && !events[^2].IsPoison;
                events.Add(isRepeat
                    ? events[^2]
                    : new GeneratedEvent(
                        $"p{partition}-{i}",
                        now - (isLate ? random.NextInt64(5_000_000, 60_000_000) : random.NextInt64(0, 2_000_000)),
                        $"k{random.Next(3)}",
                        random.Next(4) == 0 ? null : random.Next(1000),
                        IsPoison: random.NextDouble() < 0.02));
            }

            log.Add(events);
        }

        return log;
    }

    public static List<List<MemoryRecord>> Records(List<List<GeneratedEvent>> log) => [.. log.Select(events => events.ConvertAll(each => each.ToRecord()))];
}
