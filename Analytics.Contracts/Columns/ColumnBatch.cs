using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Columns;

/// <summary>
/// A table under construction, column by column. Every column has <see cref="RowCount"/> rows between two events;
/// while an event is being appended the columns may differ. Not thread-safe.
/// </summary>
public sealed class ColumnBatch : IDisposable
{
    private readonly ColumnBuffer[] _columns;

    /// <summary>Creates an empty batch.</summary>
    /// <param name="definitions">The columns, in order; names are unique.</param>
    public ColumnBatch(IReadOnlyList<ColumnDefinition> definitions)
    {
        Definitions = definitions;
        _columns = [.. definitions.Select(ColumnBuffer.Create)];
    }

    /// <summary>The columns' names and types.</summary>
    public IReadOnlyList<ColumnDefinition> Definitions { get; }

    /// <summary>The columns, in order.</summary>
    public ReadOnlySpan<ColumnBuffer> Columns => _columns;

    /// <summary>Number of complete rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Bytes of memory that the columns hold, used or not.</summary>
    public long Capacity
    {
        get
        {
            long bytes = 0;
            foreach (ColumnBuffer column in _columns)
            {
                bytes += column.Capacity;
            }

            return bytes;
        }
    }

    /// <summary>The column at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public ColumnBuffer this[int index] => _columns[index];

    /// <summary>Position of the column of that name (ordinal); -1 when there is none.</summary>
    /// <param name="name">The column's name.</param>
    public int IndexOf(string name) => Array.FindIndex(_columns, column => column.Definition.Name == name);

    /// <summary>Ends a row: columns that got no value since the last row get a null.</summary>
    /// <exception cref="InvalidOperationException">A column got more than one value.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CompleteRow()
    {
        int row = RowCount;
        foreach (ColumnBuffer column in _columns)
        {
            if (column.Count == row)
            {
                column.AppendNull();
            }
            else if (column.Count != row + 1)
            {
                throw new InvalidOperationException($"Column {column.Definition.Name} has {column.Count} rows, expected {row + 1}.");
            }
        }

        RowCount = row + 1;
    }

    /// <summary>Drops the rows from <paramref name="count"/> on, and what an unfinished row left behind.</summary>
    /// <param name="count">Rows to keep.</param>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, RowCount);
        foreach (ColumnBuffer column in _columns)
        {
            column.Truncate(count);
        }

        RowCount = count;
    }

    /// <summary>Drops all rows and keeps the memory for the next batch.</summary>
    public void Clear() => Truncate(0);

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose()
    {
        foreach (ColumnBuffer column in _columns)
        {
            column.Dispose();
        }
    }
}
