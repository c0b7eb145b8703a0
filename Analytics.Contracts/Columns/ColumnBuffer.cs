using System.Buffers;
using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Columns;

/// <summary>
/// The values of one column, growing row by row in pooled arrays. <see cref="Clear"/> keeps the arrays for the next batch,
/// <see cref="Dispose()"/> returns them to the pool. Not thread-safe.
/// </summary>
public abstract class ColumnBuffer : IDisposable
{
    private const int FirstCapacity = 1024;

    private byte[] _validity = ArrayPool<byte>.Shared.Rent(FirstCapacity);
    private int _count;

    /// <summary>Creates an empty column.</summary>
    /// <param name="definition">The column's name and type.</param>
    protected ColumnBuffer(ColumnDefinition definition) => Definition = definition;

    /// <summary>The column's name, type and nullability.</summary>
    public ColumnDefinition Definition { get; }

    /// <summary>Number of rows, nulls included.</summary>
    public int Count => _count;

    /// <summary>One byte per row: 1 when the row has a value, 0 when it is null. Valid until the next append.</summary>
    public ReadOnlySpan<byte> Validity => _validity.AsSpan(0, _count);

    /// <summary>Number of null rows; counted on each call.</summary>
    public int NullCount => Validity.Count((byte)0);

    /// <summary>Bytes of memory that the column holds, used or not.</summary>
    public virtual long Capacity => _validity.Length;

    /// <summary>Whether a row is null.</summary>
    /// <param name="row">The row, from 0.</param>
    public bool IsNull(int row) => _validity[row] == 0;

    /// <summary>Creates an empty column of the type that <paramref name="definition"/> names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is not one of <see cref="ColumnType"/>.</exception>
    public static ColumnBuffer Create(ColumnDefinition definition) => definition.Type switch
    {
        ColumnType.String or ColumnType.Json => new StringColumn(definition),
        ColumnType.Int64 => new Int64Column(definition),
        ColumnType.Double => new DoubleColumn(definition),
        ColumnType.Boolean => new BooleanColumn(definition),
        ColumnType.Timestamp => new TimestampColumn(definition),
        _ => throw new ArgumentOutOfRangeException(nameof(definition), definition.Type, "Unknown column type."),
    };

    /// <summary>Appends a null row.</summary>
    public abstract void AppendNull();

    /// <summary>Drops the rows from <paramref name="count"/> on; nothing happens when there are no more than that.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= _count)
        {
            return;
        }

        _count = count;
        OnTruncated(count);
    }

    /// <summary>Drops all rows and keeps the memory.</summary>
    public void Clear() => Truncate(0);

    /// <summary>Returns the memory to the pool. The column can't be used afterwards.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the arrays to the pool.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _validity.Length == 0)
        {
            return;
        }

        ArrayPool<byte>.Shared.Return(_validity);
        _validity = [];
        _count = 0;
    }

    /// <summary>Called after rows were dropped.</summary>
    /// <param name="count">Rows that remain.</param>
    protected virtual void OnTruncated(int count)
    {
    }

    /// <summary>Notes one more row.</summary>
    /// <param name="valid">1 for a value, 0 for null.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void AddRow(byte valid)
    {
        byte[] validity = _validity;
        int count = _count;
        if ((uint)count >= (uint)validity.Length)
        {
            Grow(ref _validity, count, count + 1);
            validity = _validity;
        }

        validity[count] = valid;
        _count = count + 1;
    }

    /// <summary>Replaces a pooled array by one of at least twice the length that begins with the same items.</summary>
    /// <param name="array">The array.</param>
    /// <param name="used">Items in use.</param>
    /// <param name="needed">Items needed.</param>
    /// <exception cref="InvalidOperationException">More items than an array can hold.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected static void Grow<T>(ref T[] array, int used, long needed)
    {
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"A column would need {needed} items: end the batch earlier.");
        }

        T[] larger = ArrayPool<T>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(FirstCapacity, 2L * array.Length))));
        array.AsSpan(0, used).CopyTo(larger);
        if (array.Length != 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }

        array = larger;
    }
}
