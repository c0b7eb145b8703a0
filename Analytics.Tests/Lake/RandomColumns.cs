using System.Globalization;
using System.Text;
using Analytics.Lake.Schema;

namespace Analytics.Tests.Lake;

/// <summary>Columns for writers of files: each of a kind of its own, drawn at random. Numbers and times are as Parquet has them, binaries are byte arrays.</summary>
internal static class RandomColumns
{
    public static readonly LakeSchema Schema = new(
    [
        new("id", LakeType.String, Nullable: false), new("s", LakeType.String, Nullable: true), new("z", LakeType.String, Nullable: true), new("y", LakeType.Binary, Nullable: true),
        new("t", LakeType.Timestamp, Nullable: true), new("i", LakeType.Integer, Nullable: true), new("n", LakeType.Long, Nullable: true), new("k", LakeType.Long, Nullable: false),
        new("x", LakeType.Double, Nullable: true), new("b", LakeType.Boolean, Nullable: true),
    ]);

    /// <summary>Equal values, bytes and the sign of zeros included.</summary>
    public static readonly IEqualityComparer<object?> Same = EqualityComparer<object?>.Create((left, right) => (left, right) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        _ => Equals(left, right),
    });

    public static object?[] Values(Random random, LakeColumn column, int count)
    {
        Func<int, object> value = column.Type switch
        {
            LakeType.String => Texts(random),
            LakeType.Binary => Texts(random) is var texts ? i => Encoding.Latin1.GetBytes((string)texts(i)) : null!,
            LakeType.Timestamp => Longs(random, 200_000_000_000_000_000),
            LakeType.Long => Longs(random, long.MaxValue),
            LakeType.Integer => i => random.Next(2) == 0 ? i : random.Next(int.MinValue, int.MaxValue),
            LakeType.Double => Doubles(random),
            _ => random.Next(3) is var kind ? i => kind == 2 ? random.Next(2) == 0 : kind == 1 : null!,
        };
        var nulls = column.Nullable ? random.Next(5) : 0;
        return [.. Enumerable.Range(0, count).Select(i => nulls switch
        {
            1 => null,
            2 => random.Next(3) == 0 ? null : value(i),
            3 => i < count / 2 ? null : value(i),
            4 => i / 100 % 2 == 0 ? null : value(i),
            _ => value(i),
        })];
    }

    private static Func<int, object> Texts(Random random)
    {
        var few = random.Next(1, 300);
        return random.Next(9) switch
        {
            0 => _ => $"tenant-{random.Next(few)}",
            1 => i => $"{i:x8}-1234-4abc-8001-{random.NextInt64():x16}",
            2 => i => i < 20_000 ? "few" : $"many-{i}",
            3 => _ => string.Empty,
            4 => _ => new string((char)('a' + random.Next(26)), random.Next(20)),
            5 => i => $"same at both ends {(char)('a' + (i % few % 26))}{(char)('a' + (i % few / 26))} same at both ends",
            6 => i => i % 500 == 0 ? new string((char)('a' + random.Next(26)), random.Next(4090, 4102)) : "short",
            7 => _ => random.Next(few).ToString(CultureInfo.InvariantCulture) + "äöü€😀\uffff"[..random.Next(4)],
            _ => _ => $"{random.Next(40_000)} of a dictionary that becomes too large for any reader to like it, or so the writer thinks",
        };
    }

    private static Func<int, object> Longs(Random random, long most)
    {
        var start = random.NextInt64(most / 2);
        var kind = random.Next(5);
        return i => kind switch
        {
            0 => start + i,
            1 => start,
            2 => start + random.Next(1000) - 500,
            3 => random.NextInt64(-most / 4, most),
            _ => (i % 3) switch { 0 => most, 1 => most == long.MaxValue ? long.MinValue : 0L, _ => 0L },
        };
    }

    private static Func<int, object> Doubles(Random random)
    {
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 1.5];
        var kind = random.Next(5);
        return _ => kind switch
        {
            0 => random.NextDouble() * 1e9,
            1 => special[random.Next(special.Length)],
            2 => double.NaN,
            3 => random.Next(2) == 0 ? 0.0 : -0.0,
            _ => random.Next(100) / 8.0,
        };
    }
}
