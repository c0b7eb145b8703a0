using System.Collections.Immutable;
using System.Text.Json;
using Analytics.Lake.Files;
using Analytics.Lake.Log.Actions;
using Analytics.Lake.Schema;
using ParquetSharp;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>Reads a classic checkpoint in one part.</summary>
internal static class CheckpointReader
{
    /// <exception cref="InvalidDataException">The file is corrupt; the message names it.</exception>
    public static DeltaSnapshot Read(string file, long version, ColumnTypes types) => Open(file, leaves =>
    {
        var metadata = Metadata(leaves);
        types.Learn(metadata.Schema);

        var appIds = leaves.Texts("txn.appId");
        var appVersions = leaves.Longs("txn.version");
        var paths = leaves.Texts("add.path");
        var sizes = leaves.Longs("add.size");
        var times = leaves.Longs("add.modificationTime");
        var stats = leaves.Texts("add.stats");
        var removed = leaves.Texts("remove.path");
        var removedAt = leaves.Longs("remove.deletionTimestamp");
        if (appVersions.Count != appIds.Count || sizes.Count != paths.Count || times.Count != paths.Count || stats.Count != paths.Count || removedAt.Count != removed.Count)
        {
            throw new FormatException("an action lacks one of its fields");
        }

        var added = new DataFile[paths.Count];
        for (var i = 0; i < added.Length; i++)
        {
            var (rows, columns) = StatisticsJson.Read(stats[i], types, version);
            added[i] = new DataFile { Path = ActionPath.Decode(paths[i]), Size = sizes[i], ModificationTime = times[i], RowCount = rows, Statistics = columns };
        }

        return DeltaSnapshot.Empty(version - 1, metadata).Apply(new DeltaCommit
        {
            Version = version,
            Added = added,
            Removed = [],
            Tombstones = [.. removed.Select((path, i) => new Tombstone(ActionPath.Decode(path), removedAt[i], DataChange: false))],
            DataChange = true,
            Transactions = appIds.Zip(appVersions).ToDictionary(pair => pair.First, pair => pair.Second),
        });
    });

    /// <exception cref="InvalidDataException">The file is corrupt; the message names it.</exception>
    public static TableMetadata ReadMetadata(string file) => Open(file, Metadata);

    private static T Open<T>(string file, Func<LeafReader, T> read)
    {
        try
        {
            using var reader = new ParquetFileReader(file);
            return read(new LeafReader(reader));
        }
        catch (Exception error) when (error is ParquetException or FormatException or JsonException or KeyNotFoundException or InvalidDataException)
        {
            throw new InvalidDataException($"{file}: corrupt checkpoint: {error.Message}", error);
        }
    }

    private static TableMetadata Metadata(LeafReader leaves)
    {
        ActionReader.RequireProtocol(Single(leaves.Ints("protocol.minReaderVersion")), Single(leaves.Ints("protocol.minWriterVersion")));
        return new TableMetadata(
            Single(leaves.Texts("metaData.id")),
            leaves.Longs("metaData.createdTime").FirstOrDefault(),
            LakeSchema.Parse(Single(leaves.Texts("metaData.schemaString"))),
            leaves.Texts("metaData.configuration.key_value.key").Zip(leaves.Texts("metaData.configuration.key_value.value"))
                .ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second));
    }

    private static T Single<T>(List<T> values) => values.Count == 1 ? values[0] : throw new FormatException("protocol and metaData must stand exactly once");
}
