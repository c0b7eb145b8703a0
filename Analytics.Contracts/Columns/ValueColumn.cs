using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Columns;

/// <summary>A column of fixed-size values. A null row holds the type's default.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public abstract class ValueColumn<T> : ColumnBuffer
    where T : unmanaged
{
    private T[] _values = [];

    /// <summary>Creates an empty column.</summary>
    /// <param name="definition">The column's name and type.</param>
    protected ValueColumn(ColumnDefinition definition)
        : base(definition)
    {
    }

    /// <summary>The values, one per row, nulls included. Valid until the next append.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <inheritdoc/>
    public override long Capacity => base.Capacity + ((long)_values.Length * Unsafe.SizeOf<T>());

    /// <summary>Appends a value.</summary>
    /// <param name="value">The value.</param>
    public void Append(T value)
    {
        Store(value);
        AddRow(1);
    }

    /// <inheritdoc/>
    public override void AppendNull()
    {
        Store(default);
        AddRow(0);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _values.Length != 0)
        {
            System.Buffers.ArrayPool<T>.Shared.Return(_values);
            _values = [];
        }

        base.Dispose(disposing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(T value)
    {
        int row = Count;
        if (row >= _values.Length)
        {
            Grow(ref _values, row, row + 1L);
        }

        _values[row] = value;
    }
}
