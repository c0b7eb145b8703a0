using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Lake.Parquet;

/// <summary>
/// A Parquet file's FileMetaData as a tree. A file is <c>PAR1</c>, pages, the footer, its length (four bytes, little-endian), <c>PAR1</c> (parquet-format, "File format").
/// </summary>
internal sealed class ParquetFooter(ThriftStruct metadata, long start)
{
    private const int TailLength = 8;

    /// <summary>What a file begins and ends with.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>FileMetaData.</summary>
    public ThriftStruct Metadata { get; } = metadata;

    /// <summary>Where the footer begins; pages lie before it.</summary>
    public long Start { get; } = start;

    /// <summary>Reads a footer.</summary>
    /// <param name="file">The open file.</param>
    /// <exception cref="InvalidDataException">Not a Parquet file, cut short or encrypted.</exception>
    public static ParquetFooter Read(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> tail = stackalloc byte[TailLength];
        if (length < Magic.Length + TailLength || RandomAccess.Read(file, tail, length - TailLength) != TailLength || !tail[4..].SequenceEqual(Magic))
        {
            throw new InvalidDataException("it does not end as a Parquet file does");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        var start = length - TailLength - size;
        if (start < Magic.Length)
        {
            throw new InvalidDataException($"a footer of {size} bytes in {length}");
        }

        var content = new byte[size];
        for (var read = 0; read < content.Length;)
        {
            read += RandomAccess.Read(file, content.AsSpan(read), start + read) is > 0 and var more ? more : throw new InvalidDataException("cut short while it is read");
        }

        return new ParquetFooter(new CompactReader(content).ReadStruct(), start);
    }

    /// <summary>The FileMetaData of a whole file in memory.</summary>
    /// <exception cref="InvalidDataException">Not a Parquet file, cut short or encrypted.</exception>
    public static ThriftStruct Parse(ReadOnlySpan<byte> file)
    {
        var length = file.Length >= Magic.Length + TailLength ? BinaryPrimitives.ReadInt32LittleEndian(file[^TailLength..]) : -1;
        return length >= 0 && length <= file.Length - Magic.Length - TailLength
            ? new CompactReader(file[^(TailLength + length)..]).ReadStruct()
            : throw new InvalidDataException("it does not end as a Parquet file does");
    }

    /// <summary>The bytes that end a file with this footer.</summary>
    public static ReadOnlyMemory<byte> Write(ThriftStruct metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new CompactWriter(buffer).WriteStruct(metadata);
        var size = buffer.WrittenCount;
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), size);
        buffer.Advance(sizeof(int));
        buffer.Write(Magic);
        return buffer.WrittenMemory;
    }

    /// <summary>Whether row groups of files with these footers can lie in one file: same columns by the same writer, nothing encrypted or kept elsewhere.</summary>
    public bool CanFollow(ParquetFooter first) =>
        Bytes(first.Metadata).AsSpan().SequenceEqual(Bytes(Metadata))
        && !Metadata.Has(ParquetField.EncryptionAlgorithm)
        && Metadata.List(ParquetField.RowGroups).Structs().All(group =>
            group.List(ParquetField.Columns).Structs().All(chunk => !chunk.Has(ParquetField.FilePath) && !chunk.Has(ParquetField.CryptoMetadata) && chunk.Has(ParquetField.MetaData)));

    private static byte[] Bytes(ThriftStruct metadata)
    {
        var compared = new ThriftStruct();
        foreach (var field in metadata.Fields.Where(field => field.Id is ParquetField.Schema or ParquetField.CreatedBy or ParquetField.ColumnOrders))
        {
            compared.Add(field);
        }

        return Write(compared).ToArray();
    }
}
