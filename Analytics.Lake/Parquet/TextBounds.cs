using System.Buffers.Binary;

namespace Analytics.Lake.Parquet;

/// <summary>The least and the greatest of texts, by their bytes. Most texts are told from the bounds by their first eight bytes.</summary>
internal sealed class TextBounds
{
    /// <summary>Longer bounds are left out, as the library that the lake's files are read with does.</summary>
    private const int MostBytes = 4096;

    private byte[] _min = [];
    private byte[] _max = [];
    private int _minLength = -1;
    private int _maxLength = -1;
    private ulong _minPrefix = ulong.MaxValue;
    private ulong _maxPrefix;

    public void Clear()
    {
        _minLength = -1;
        _maxLength = -1;
        _minPrefix = ulong.MaxValue;
        _maxPrefix = 0;
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        var prefix = Prefix(text);
        if (prefix <= _minPrefix && (_minLength < 0 || text.SequenceCompareTo(_min.AsSpan(0, _minLength)) < 0))
        {
            _minLength = Keep(ref _min, text);
            _minPrefix = prefix;
        }

        if (prefix >= _maxPrefix && (_maxLength < 0 || text.SequenceCompareTo(_max.AsSpan(0, _maxLength)) > 0))
        {
            _maxLength = Keep(ref _max, text);
            _maxPrefix = prefix;
        }
    }

    public ChunkStatistics ToStatistics() => new(Bound(_min, _minLength), Bound(_max, _maxLength), IsSigned: false);

    private static byte[]? Bound(byte[] bytes, int length) => length is < 0 or > MostBytes ? null : bytes[..length];

    private static int Keep(ref byte[] bound, ReadOnlySpan<byte> text)
    {
        if (bound.Length < text.Length)
        {
            bound = new byte[Math.Max(64, text.Length)];
        }

        text.CopyTo(bound);
        return text.Length;
    }

    /// <summary>Orders as the texts do, but for those that it does not tell apart.</summary>
    private static ulong Prefix(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        }

        ulong prefix = 0;
        foreach (var next in text)
        {
            prefix = (prefix << 8) | next;
        }

        return text.IsEmpty ? 0 : prefix << (8 * (sizeof(ulong) - text.Length));
    }
}
