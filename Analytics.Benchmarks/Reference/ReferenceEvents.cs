using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Analytics.Benchmarks.Reference;

/// <summary>
/// The reference load: event i of n, deterministic. 11 fields, one nested, about 300 bytes with the header; 2 % are exact repeats of the event
/// 25 places before, 0.5 % are invalid; event times run through one hour with 5 seconds of disorder.
/// </summary>
/// <param name="count">Number of records.</param>
/// <param name="start">Event time of the first, microseconds since the epoch, UTC.</param>
/// <param name="span">Microseconds of event time that the records cover.</param>
internal sealed class ReferenceEvents(int count, long start, long span)
{
    private const int Tenants = 20;
    private const int Users = 20_000;

    private static readonly string[] Types = ["page_view", "click", "signup", "purchase", "error"];
    private static readonly string[] Countries = ["DE", "FR", "US", "IN", "BR", "JP"];

    public int Count => count;

    /// <summary>The load of the reference job: an hour of event time that began two hours ago, so that none of it is in the future.</summary>
    public static ReferenceEvents OfLastHours(int count) => new(count, (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 7_200_000) * 1000, 3_600_000_000);

    /// <summary>A steady load: event times follow the clock from now on.</summary>
    public static ReferenceEvents FromNow(int perSecond, TimeSpan duration) => new(
        checked((int)(perSecond * duration.TotalSeconds)), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000, (long)duration.TotalMicroseconds);

    /// <summary>The same events with later event times.</summary>
    public ReferenceEvents Later(long microseconds) => new(count, start + microseconds, span);

    public static bool IsInvalid(int i) => i % 200 == 77;

    public static bool IsDuplicate(int i) => i % 50 == 49 && !IsInvalid(i - 25) && !IsInvalid(i);

    public ReferenceEvent Event(int i)
    {
        var source = IsDuplicate(i) ? i - 25 : i;
        var random = (uint)source * 2654435761u;
        var time = start + (long)((double)span * source / count) - (random >> 4) % 5_000_000;
        return new ReferenceEvent(
            Id: new Guid(source, 0x1234, 0x4abc, 0x80, 1, 2, 3, 4, 5, 6, 7),
            Time: time,
            Tenant: (int)((random >> 8) % Tenants),
            User: (int)((random >> 3) % Users),
            Type: Types[(random >> 13) % (uint)Types.Length],
            Amount: (random >> 13) % (uint)Types.Length == 3 ? (random >> 7) % 50_000 : null,
            Country: Countries[(random >> 17) % (uint)Countries.Length],
            Random: random);
    }

    /// <summary>Writes record i: Confluent frame with the schema id, then JSON.</summary>
    public int Write(int i, int schemaId, Span<byte> destination)
    {
        destination[0] = 0;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(destination[1..], schemaId);
        var e = Event(i);
        var time = DateTime.UnixEpoch.AddTicks(e.Time * 10);
        var amount = e.Amount is { } cents ? cents.ToString(CultureInfo.InvariantCulture) : "null";
        Utf8.TryWrite(
            destination[5..],
            CultureInfo.InvariantCulture,
            $$$"""
            {"event_id":"{{{e.Id}}}","event_time":"{{{time:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}}}","tenant_id":"tenant-{{{e.Tenant}}}","user_id":"user-{{{e.User}}}","event_type":"{{{e.Type}}}","page":"/products/{{{e.Random % 500}}}","amount_cents":{{{amount}}},"country":"{{{e.Country}}}","session":"s-{{{e.Random:x8}}}","duration_ms":{{{(e.Random % 10000) / 8.0}}},"context":{"browser":"firefox","os":"linux","w":1920}}
            """,
            out var written);
        var length = 5 + written;
        if (IsInvalid(i))
        {
            switch (i / 200 % 3)
            {
                case 0: destination[0] = 9; break;
                case 1: length -= 2; break;
                default: Encoding.UTF8.GetBytes("\"event_xxxx\"").CopyTo(destination.Slice(6, 12)); break;
            }
        }

        return length;
    }
}
