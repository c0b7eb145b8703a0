using Analytics.Contracts.Columns;
using Analytics.Lake.Parquet;
using Analytics.Lake.Schema;

namespace Analytics.Streaming.Files;

/// <summary>Writes selected rows of column batches as one Parquet file of one row group. Keeps its buffers from file to file; not thread-safe.</summary>
/// <param name="undictionaried">Columns of distinct values, for which building a dictionary is wasted work.</param>
internal sealed class BatchFileWriter(IReadOnlyCollection<string> undictionaried)
{
    private readonly LakeFileWriter _writer = new("analytics-streaming");
    private readonly OriginGather _origins = new();

    /// <summary>Writes a new file.</summary>
    /// <param name="file">Its path; the folder exists.</param>
    /// <param name="schema">The table's columns.</param>
    /// <param name="parts">The rows, at least one. A part without a column of the schema has nulls there.</param>
    public void Write(string file, LakeSchema schema, IReadOnlyList<RowSelection> parts) =>
        _writer.Write(file, schema, (column, encoder) =>
        {
            if (encoder is TextEncoder texts && undictionaried.Contains(column.Name))
            {
                texts.WithoutDictionary();
            }

            foreach (var part in parts)
            {
                if (!_origins.TryAppend(column.Name, encoder, part))
                {
                    Append(column, encoder, part);
                }
            }
        });

    private static void Append(LakeColumn column, ColumnEncoder encoder, in RowSelection part)
    {
        var index = part.Columns.IndexOf(column.Name);
        if (index < 0)
        {
            encoder.AppendNulls(part.Count);
            return;
        }

        var rows = part.Rows.AsSpan(0, part.Count);
        switch (encoder, part.Columns[index])
        {
            case (TextEncoder texts, StringColumn source):
                texts.Append(source.Bytes, source.Offsets, source.Validity, rows);
                break;
            case (ValueEncoder<long> longs, ValueColumn<long> source):
                longs.Append(source.Values, source.Validity, rows);
                break;
            case (ValueEncoder<int> integers, ValueColumn<long> source):
                integers.Append(Narrow(source.Values), source.Validity, rows);
                break;
            case (ValueEncoder<double> doubles, ValueColumn<double> source):
                doubles.Append(source.Values, source.Validity, rows);
                break;
            case (BooleanEncoder booleans, ValueColumn<bool> source):
                booleans.Append(source.Values, source.Validity, rows);
                break;
            default:
                throw new InvalidOperationException($"Column {column.Name} has a type that is not written: {column.Type}.");
        }
    }

    /// <summary>An Int64 column whose values fit into 32 bits.</summary>
    private static int[] Narrow(ReadOnlySpan<long> values)
    {
        var narrow = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            narrow[i] = checked((int)values[i]);
        }

        return narrow;
    }
}
