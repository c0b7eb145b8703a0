using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;

namespace Analytics.Lake.Log;

/// <summary>
/// The checksum of a version of the log, in its first bytes: <c>{"commitInfo":{"xxh3":"0f3a…",…</c>. It is the XXH3 (64 bits) of the whole file with
/// zeros in its place. A changed digit of an offset or a count would otherwise be a valid commit.
/// </summary>
internal static class LogChecksum
{
    public const string Property = "xxh3";

    /// <summary>What stands in the place of the checksum while it is computed.</summary>
    public const string Zeros = "0000000000000000";

    /// <summary>Fewer differing bytes than another program's first line has: damage at this very place.</summary>
    private const int FewDifferences = 3;

    private static readonly byte[] Prefix = "{\"commitInfo\":{\"xxh3\":\""u8.ToArray();

    /// <summary>Puts the checksum into a version that was written with <see cref="Zeros"/>.</summary>
    public static void Seal(Span<byte> content)
    {
        var hash = XxHash3.HashToUInt64(content);
        Format(hash, content.Slice(Prefix.Length, Zeros.Length));
    }

    /// <summary>False when the content is not what was written. A version without checksum was written by another program, and passes.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> content)
    {
        if (content.Length < Prefix.Length + Zeros.Length)
        {
            return true;
        }

        if (Differences(content) is > 0 and var different)
        {
            return different > FewDifferences;
        }

        var hash = new XxHash3();
        hash.Append(content[..Prefix.Length]);
        hash.Append("0000000000000000"u8);
        hash.Append(content[(Prefix.Length + Zeros.Length)..]);
        Span<byte> digits = stackalloc byte[Zeros.Length];
        Format(hash.GetCurrentHashAsUInt64(), digits);
        return content.Slice(Prefix.Length, Zeros.Length).SequenceEqual(digits);
    }

    private static void Format(ulong hash, Span<byte> digits) => Utf8Formatter.TryFormat(hash, digits, out _, new StandardFormat('x', (byte)Zeros.Length));

    private static int Differences(ReadOnlySpan<byte> content)
    {
        var count = 0;
        for (var i = 0; i < Prefix.Length; i++)
        {
            count += content[i] == Prefix[i] ? 0 : 1;
        }

        return count;
    }
}
