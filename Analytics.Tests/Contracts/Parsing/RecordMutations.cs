using System.Text;

namespace Analytics.Tests.Contracts.Parsing;

/// <summary>Events of the saas pipeline with up to three mutations: bytes flipped, cut out, repeated, put in, the rest cut off, two records spliced.</summary>
internal static class RecordMutations
{
    public static readonly byte[] Record = Encoding.UTF8.GetBytes("""
        {"event_id":"0b7e3c1e-52a4-4ef7-9d2e-6a1f6f0f7f11","event_time":"2026-01-31T12:34:56.789Z","tenant_id":"acme","user_id":"u-4711",
        "event_type":"purchase","page":"/pri\u0063ing\/\"é😀\"","amount_cents":129900,"session_id":"s-0b52c4ee","country":"DE",
        "context":{"device":"phone","app_version":"4.18.2","browser":null}}
        """);

    private static readonly string[] Snippets =
        ["\"", "\\", "\\u", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e999", "0", ".", "\0", "\n", "\u00e9", "\"event_id\":1,", "99999999999999999999",
        "\uFEFF", "\\ud83d\\ude00", "\\u0000", "1e3", "1.0", ",\"country\":\"DE\"", new string('[', 70), string.Concat(Enumerable.Repeat("{\"a\":", 70))];

    public static byte[] Next(Random random)
    {
        List<byte> bytes = [.. Record];
        for (int change = random.Next(4); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.Slice(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 6:
                    // Two records spliced.
                    bytes = [.. bytes[..at], .. Record[random.Next(Record.Length)..]];
                    break;
                case 7:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                default:
                    bytes[at] = (byte)"0123456789abc"[random.Next(13)];
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)' ');
            }
        }

        return [.. bytes];
    }
}
