using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log.Actions;

/// <summary>Reads a version of the log; <see cref="ActionWriter"/> shows the bytes.</summary>
internal static class ActionReader
{
    /// <exception cref="InvalidDataException">The file is corrupt or needs a newer reader; the message names file and line.</exception>
    public static DeltaCommit Read(string file, ReadOnlyMemory<byte> content, long version, ColumnTypes types)
    {
        if (!LogChecksum.IsIntact(content.Span))
        {
            throw new InvalidDataException($"{file}: corrupt Delta log: its content does not have the checksum in its first line. Restore this file from a backup of the lake");
        }

        var lines = new List<JsonDocument>();
        var line = 0;
        try
        {
            foreach (var range in content.Span.Split((byte)'\n'))
            {
                line++;
                var (start, length) = range.GetOffsetAndLength(content.Length);
                if (content.Span.Slice(start, length).IndexOfAnyExcept((byte)' ', (byte)'\r') >= 0)
                {
                    lines.Add(JsonDocument.Parse(content.Slice(start, length)));
                }
            }

            line = 0;
            var commit = Build(lines, version, types, ref line);
            RequireComplete(lines.Count, commit.CommitInfo);
            return commit;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file}, line {line}: corrupt Delta log: {error.Message}. Restore this file from a backup of the lake", error);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{file}, line {line}: {error.Message}", error);
        }
        finally
        {
            lines.ForEach(document => document.Dispose());
        }
    }

    private static DeltaCommit Build(List<JsonDocument> lines, long version, ColumnTypes types, ref int line)
    {
        // Statistics can be read only once the schema is known, wherever in the file it stands.
        var metadata = FindMetadata(lines);
        if (metadata is not null)
        {
            types.Learn(metadata.Schema);
        }

        var added = new List<DataFile>();
        var removed = new List<Tombstone>();
        var transactions = new Dictionary<string, long>();
        JsonElement commitInfo = default;
        bool? dataChange = null;
        foreach (var document in lines)
        {
            line++;
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("an action is a JSON object");
            }

            foreach (var action in document.RootElement.EnumerateObject())
            {
                switch (action.Name)
                {
                    case "add":
                        added.Add(ReadAdd(action.Value, types, version));
                        dataChange = (dataChange ?? false) | action.Value.GetProperty("dataChange").GetBoolean();
                        break;
                    case "remove":
                        var tombstone = ReadRemove(action.Value);
                        removed.Add(tombstone);
                        dataChange = (dataChange ?? false) | tombstone.DataChange;
                        break;
                    case "txn":
                        transactions[action.Value.GetProperty("appId").GetString()!] = action.Value.GetProperty("version").GetInt64();
                        break;
                    case "commitInfo":
                        commitInfo = action.Value.Clone();
                        break;
                    case "protocol":
                        RequireProtocol(action.Value.GetProperty("minReaderVersion").GetInt32(), action.Value.GetProperty("minWriterVersion").GetInt32());
                        break;
                    default:
                        // The protocol asks readers to pass over actions they don't know.
                        break;
                }
            }
        }

        return new DeltaCommit
        {
            Version = version,
            Added = added,
            Removed = removed.ConvertAll(tombstone => tombstone.Path),
            Tombstones = removed,
            DataChange = dataChange ?? true,
            Transactions = transactions,
            Schema = metadata?.Schema,
            Metadata = metadata,
            CommitInfo = commitInfo,
            Timestamp = commitInfo.ValueKind == JsonValueKind.Object && commitInfo.TryGetProperty("timestamp", out var time) ? time.GetInt64() : 0,
        };
    }

    /// <exception cref="InvalidDataException">The table needs more than this library can do.</exception>
    public static void RequireProtocol(int reader, int writer)
    {
        if (reader > ActionWriter.ReaderVersion || writer > ActionWriter.WriterVersion)
        {
            throw new InvalidDataException(
                $"the table needs Delta reader version {reader} and writer version {writer}; another program upgraded it, this one knows "
                + $"{ActionWriter.ReaderVersion} and {ActionWriter.WriterVersion}");
        }
    }

    private static void RequireComplete(int actions, JsonElement commitInfo)
    {
        if (actions == 0)
        {
            throw new FormatException("the file is empty");
        }

        if (commitInfo.ValueKind == JsonValueKind.Object
            && commitInfo.TryGetProperty("operationMetrics", out var metrics)
            && metrics.TryGetProperty(ActionWriter.ActionCount, out var text)
            && int.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var written)
            && written != actions)
        {
            throw new FormatException($"the file holds {actions} of {written} actions: it is cut short");
        }
    }

    private static TableMetadata? FindMetadata(List<JsonDocument> lines)
    {
        foreach (var document in lines)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("metaData", out var action))
            {
                var configuration = ImmutableSortedDictionary<string, string>.Empty;
                if (action.TryGetProperty("configuration", out var properties) && properties.ValueKind == JsonValueKind.Object)
                {
                    configuration = properties.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString()!);
                }

                return new TableMetadata(
                    action.GetProperty("id").GetString()!,
                    action.TryGetProperty("createdTime", out var created) && created.ValueKind == JsonValueKind.Number ? created.GetInt64() : 0,
                    LakeSchema.Parse(action.GetProperty("schemaString").GetString()!),
                    configuration);
            }
        }

        return null;
    }

    private static DataFile ReadAdd(JsonElement action, ColumnTypes types, long version)
    {
        var (rows, statistics) = StatisticsJson.Read(action.GetProperty("stats").GetString()!, types, version);
        return new DataFile
        {
            Path = ActionPath.Decode(action.GetProperty("path").GetString()!),
            Size = action.GetProperty("size").GetInt64(),
            ModificationTime = action.GetProperty("modificationTime").GetInt64(),
            RowCount = rows,
            Statistics = statistics,
        };
    }

    private static Tombstone ReadRemove(JsonElement action) => new(
        ActionPath.Decode(action.GetProperty("path").GetString()!),
        action.TryGetProperty("deletionTimestamp", out var time) && time.ValueKind == JsonValueKind.Number ? time.GetInt64() : 0,
        action.GetProperty("dataChange").GetBoolean());
}
