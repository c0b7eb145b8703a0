using System.Text;
using Analytics.Lake.Parquet;
using Analytics.Lake.Schema;

namespace Analytics.Tests.Lake;

/// <summary>Columns in files by <see cref="LakeFileWriter"/>, appended in parts, each from every second row of a source.</summary>
internal static class FileColumns
{
    /// <param name="writer">The writer.</param>
    /// <param name="file">The file.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="columns">Their values.</param>
    /// <param name="cuts">Where parts begin.</param>
    public static void Write(LakeFileWriter writer, string file, LakeSchema schema, object?[][] columns, int[] cuts) => writer.Write(file, schema, (column, encoder) =>
    {
        var values = columns[schema.Columns.Select(each => each.Name).ToList().IndexOf(column.Name)];
        for (var i = 0; i < cuts.Length; i++)
        {
            var part = values[cuts[i]..(i + 1 < cuts.Length ? cuts[i + 1] : values.Length)];
            Append(encoder, part);
        }
    });

    private static void Append(ColumnEncoder encoder, object?[] part)
    {
        if (Array.TrueForAll(part, value => value is null))
        {
            encoder.AppendNulls(part.Length);
            return;
        }

        object?[] source = [.. part.SelectMany(value => (object?[])[value, null])];
        byte[] validity = [.. source.Select(value => (byte)(value is null ? 0 : 1))];
        int[] rows = [.. Enumerable.Range(0, part.Length).Select(row => 2 * row)];
        switch (encoder)
        {
            case TextEncoder texts:
                byte[][] bytes = [.. source.Select(value => value as byte[] ?? Encoding.UTF8.GetBytes(value as string ?? string.Empty))];
                var offsets = new int[bytes.Length + 1];
                for (var i = 0; i < bytes.Length; i++)
                {
                    offsets[i + 1] = offsets[i] + bytes[i].Length;
                }

                texts.Append([.. bytes.SelectMany(text => text)], offsets, validity, rows);
                break;
            case ValueEncoder<int> integers:
                integers.Append([.. source.Select(value => value is int number ? number : 0)], validity, rows);
                break;
            case ValueEncoder<long> longs:
                longs.Append([.. source.Select(value => value is long number ? number : 0)], validity, rows);
                break;
            case ValueEncoder<double> doubles:
                doubles.Append([.. source.Select(value => value is double number ? number : 0)], validity, rows);
                break;
            case BooleanEncoder booleans:
                booleans.Append([.. source.Select(value => value is true)], validity, rows);
                break;
        }
    }
}
