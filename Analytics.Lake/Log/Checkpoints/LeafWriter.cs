using System.Runtime.InteropServices;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>
/// Writes the leaf columns of a checkpoint one after the other. A leaf has values in one contiguous run of rows, those of its action, and is null in all
/// others; so its definition levels are zeros, then the run's level, then zeros.
/// </summary>
/// <param name="group">The row group; its columns are taken in order.</param>
/// <param name="rows">Rows in the file.</param>
internal sealed class LeafWriter(RowGroupWriter group, int rows)
{
    /// <summary>Values of a leaf that is not within a map or list.</summary>
    public void Values<T>(int first, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group.NextColumn();
        column.WriteBatch(rows, Levels(first, values.Length, column.ColumnDescriptor.MaxDefinitionLevel), [], values);
    }

    /// <summary>Texts of a leaf that is not within a map or list.</summary>
    public void Texts(int first, IReadOnlyList<string> values) => TextEntries(first, values, depth: null);

    /// <summary>The two leaves of a map that is present and empty in a run of rows.</summary>
    public void EmptyMap(int first, int count)
    {
        EmptyLeaf(first, count);
        EmptyLeaf(first, count);
    }

    /// <summary>The leaf of a list that is present and empty in a run of rows.</summary>
    public void EmptyList(int first, int count) => EmptyLeaf(first, count);

    /// <summary>The two leaves of a map in one row.</summary>
    public void MapOfOneRow(int row, IReadOnlyCollection<KeyValuePair<string, string>> entries)
    {
        if (entries.Count == 0)
        {
            EmptyMap(row, 1);
            return;
        }

        TextEntries(row, [.. entries.Select(entry => entry.Key)], depth: entries.Count);
        TextEntries(row, [.. entries.Select(entry => entry.Value)], depth: entries.Count);
    }

    /// <param name="first">The row of the first value.</param>
    /// <param name="values">The values.</param>
    /// <param name="depth">For entries of a map in one row: how many; null when each value is a row.</param>
    private unsafe void TextEntries(int first, IReadOnlyList<string> values, int? depth)
    {
        using var column = (ColumnWriter<ByteArray>)group.NextColumn();
        var descriptor = column.ColumnDescriptor;
        var bytes = GC.AllocateUninitializedArray<byte>(values.Sum(value => Encoding.UTF8.GetByteCount(value)) + 1, pinned: true);
        var texts = new ByteArray[values.Count];
        var start = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
        var used = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            var length = Encoding.UTF8.GetBytes(values[i], bytes.AsSpan(used));
            texts[i] = new ByteArray((nint)(start + used), length);
            used += length;
        }

        if (depth is not { } entries)
        {
            column.WriteBatch(rows, Levels(first, texts.Length, descriptor.MaxDefinitionLevel), [], texts);
            return;
        }

        // One row more for every entry after the first; those continue the list, which is repetition level 1.
        var levels = rows + entries - 1;
        var definition = new short[levels];
        definition.AsSpan(first, entries).Fill(descriptor.MaxDefinitionLevel);
        var repetition = new short[levels];
        repetition.AsSpan(first + 1, entries - 1).Fill(1);
        column.WriteBatch(levels, definition, repetition, texts);
    }

    private void EmptyLeaf(int first, int count)
    {
        using var column = (ColumnWriter<ByteArray>)group.NextColumn();

        // The levels above "present and empty": the repeated group, and the value where it is optional.
        var optional = column.ColumnDescriptor.SchemaNode.Repetition == Repetition.Optional ? 1 : 0;
        var empty = (short)(column.ColumnDescriptor.MaxDefinitionLevel - 1 - optional);
        column.WriteBatch(rows, Levels(first, count, empty), new short[rows], []);
    }

    private short[] Levels(int first, int count, short level)
    {
        var levels = new short[rows];
        levels.AsSpan(first, count).Fill(level);
        return levels;
    }
}
