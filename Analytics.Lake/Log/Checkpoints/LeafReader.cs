using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>Reads leaf columns of a checkpoint, whoever wrote it; a row in which a leaf is null gives nothing.</summary>
/// <param name="file">The open file.</param>
internal sealed class LeafReader(ParquetFileReader file)
{
    private const int BatchSize = 4096;

    /// <summary>The texts present in a leaf, over all row groups, in order.</summary>
    /// <param name="path">Dotted, such as <c>add.path</c>.</param>
    public List<string> Texts(string path) => Read<ByteArray, string>(path, Text);

    /// <summary>The numbers present in a leaf.</summary>
    public List<long> Longs(string path) => Read<long, long>(path, value => value);

    /// <summary>The numbers present in a leaf.</summary>
    public List<int> Ints(string path) => Read<int, int>(path, value => value);

    private List<TResult> Read<TValue, TResult>(string path, Func<TValue, TResult> convert)
        where TValue : unmanaged
    {
        var metadata = file.FileMetaData;
        var index = metadata.Schema.ColumnIndex(path);
        var result = new List<TResult>();
        if (index < 0)
        {
            return result;
        }

        var descriptor = metadata.Schema.Column(index);
        var values = new TValue[BatchSize];
        var definition = new short[BatchSize];
        var repetition = descriptor.MaxRepetitionLevel > 0 ? new short[BatchSize] : null;
        for (var g = 0; g < metadata.NumRowGroups; g++)
        {
            using var group = file.RowGroup(g);
            using var column = (ColumnReader<TValue>)group.Column(index);
            while (column.HasNext)
            {
                column.ReadBatch(BatchSize, definition, repetition, values, out var read);

                // Texts point into the reader's page: they must be copied before the next batch.
                for (var i = 0; i < read; i++)
                {
                    result.Add(convert(values[i]));
                }
            }
        }

        return result;
    }

    private static unsafe string Text(ByteArray value) => Encoding.UTF8.GetString(new ReadOnlySpan<byte>((void*)value.Pointer, value.Length));
}
