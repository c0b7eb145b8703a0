using Analytics.Lake.Log.Actions;
using ParquetSharp;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>Writes the state of a table at one version as a checkpoint. Rows: protocol, metaData, txn…, remove…, add….</summary>
internal static class CheckpointWriter
{
    /// <returns>The number of actions.</returns>
    public static long Write(string file, DeltaSnapshot snapshot)
    {
        var transactions = snapshot.Transactions.ToArray();
        var removed = snapshot.Tombstones.ToArray();
        var files = snapshot.Files;
        const int protocol = 0;
        const int metadata = 1;
        const int firstTransaction = 2;
        var firstRemove = firstTransaction + transactions.Length;
        var firstAdd = firstRemove + removed.Length;
        var rows = firstAdd + files.Count;

        using var schema = CheckpointSchema.Create();
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Snappy).Build();
        using var writer = new ParquetFileWriter(file, schema, properties);
        using (var group = writer.AppendRowGroup())
        {
            var leaves = new LeafWriter(group, rows);

            leaves.Texts(firstTransaction, [.. transactions.Select(transaction => transaction.Key)]);
            leaves.Values<long>(firstTransaction, [.. transactions.Select(transaction => transaction.Value)]);
            leaves.Values<long>(firstTransaction, []);

            leaves.Texts(firstAdd, [.. files.Select(added => ActionPath.Encode(added.Path))]);
            leaves.EmptyMap(firstAdd, files.Count);
            leaves.Values<long>(firstAdd, [.. files.Select(added => added.Size)]);
            leaves.Values<long>(firstAdd, [.. files.Select(added => added.ModificationTime)]);
            leaves.Values<bool>(firstAdd, new bool[files.Count]);
            leaves.Texts(firstAdd, [.. files.Select(added => StatisticsJson.Write(added, snapshot.Schema))]);

            leaves.Texts(firstRemove, [.. removed.Select(tombstone => ActionPath.Encode(tombstone.Path))]);
            leaves.Values<long>(firstRemove, [.. removed.Select(tombstone => tombstone.DeletionTimestamp)]);
            leaves.Values<bool>(firstRemove, new bool[removed.Length]);

            leaves.Texts(metadata, [snapshot.Metadata.Id]);
            leaves.Texts(metadata, ["parquet"]);
            leaves.EmptyMap(metadata, 1);
            leaves.Texts(metadata, [snapshot.Schema.ToJson()]);
            leaves.EmptyList(metadata, 1);
            leaves.MapOfOneRow(metadata, snapshot.Metadata.Configuration);
            leaves.Values<long>(metadata, [snapshot.Metadata.CreatedTime]);

            leaves.Values<int>(protocol, [ActionWriter.ReaderVersion]);
            leaves.Values<int>(protocol, [ActionWriter.WriterVersion]);
            group.Close();
        }

        writer.Close();
        return rows;
    }
}
