using System.Text;
using System.Text.Json;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>
/// The registry's own file, <c>registry.jsonl</c>: one change a line, appended and synced to the disk before the answer goes out.
/// <code>
/// {"ts":1767225600000,"records":[{"key":{"keytype":"SCHEMA","subject":"events-value","version":1,"magic":1},"value":{"subject":"events-value",…}}]}
/// </code>
/// A crash can leave a torn last line; nobody was told of it, so it is cut off at the next start.
/// </summary>
internal sealed class FileStore(string folder, TimeProvider time) : IRegistryStore
{
    public const string FileName = "registry.jsonl";

    private const byte NewLine = (byte)'\n';

    private readonly SemaphoreSlim _writer = new(1, 1);
    private Action<IReadOnlyList<RegistryRecord>> _apply = _ => { };
    private FileStream? _file;
    private FileStream? _lock;

    public string Cluster => "embedded";

    private string LogPath => Path.Combine(folder, FileName);

    public Task OpenAsync(Action<IReadOnlyList<RegistryRecord>> apply, CancellationToken cancellationToken)
    {
        _apply = apply;
        _lock = Lock(folder);
        try
        {
            _file = new FileStream(LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            Read(_file);
            FolderSync.SyncWithNames(folder);
            return Task.CompletedTask;
        }
        catch (Exception error)
        {
            _file?.Dispose();
            _lock.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new RegistryStartException($"The data folder '{folder}' can't be written: {error.Message} Give another one with --data.", error);
            }

            throw;
        }
    }

    public async Task ChangeAsync(Func<long, IReadOnlyList<RegistryRecord>> decide, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds();
            var records = decide(timestamp);
            if (records.Count > 0)
            {
                Append(new LogLine(timestamp, [.. records.Select(EntryOf)]));
                _apply(records);
            }
        }
        catch (IOException error)
        {
            throw Problems.StoreFailed(error.Message);
        }
        finally
        {
            _writer.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        _lock?.Dispose();
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static LogLine.Entry EntryOf(RegistryRecord record)
    {
        var (key, value) = RecordCodec.Write(record);
        return new LogLine.Entry(Parse(key), value is null ? null : Parse(value));

        static JsonElement Parse(byte[] json)
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
    }

    /// <summary>When this returns the line survives a crash. A failed append leaves the file as it was.</summary>
    private void Append(LogLine line)
    {
        var file = _file!;
        var start = file.Length;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, RecordJson.Default.LogLine);
        try
        {
            file.Position = start;
            file.Write([.. bytes, NewLine]);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(start);
            throw;
        }
    }

    /// <summary>The kernel gives the lock back when its holder dies, however it dies.</summary>
    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RegistryStartException($"The data folder '{folder}' can't be created: {error.Message} Give another one with --data.", error);
        }

        try
        {
            return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new RegistryStartException($"The data folder '{folder}' can't be written: {error.Message} Give another one with --data.", error);
        }
        catch (IOException error)
        {
            throw new RegistryStartException($"The data folder '{folder}' is in use by another schema registry: stop that one, or give another folder with --data.", error);
        }
    }

    private void Read(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var number = 1;
        for (var start = 0; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf(NewLine);
            var isLast = length < 0 || start + length + 1 == bytes.Length;
            if (length < 0 || !IsJson(bytes.AsSpan(start, length)))
            {
                if (!isLast)
                {
                    throw Damaged(number, Encoding.UTF8.GetString(bytes, start, Math.Min(length, 80)));
                }

                file.SetLength(start);
                file.Flush(flushToDisk: true);
                return;
            }

            _apply(Parse(bytes.AsMemory(start, length), number));
            start += length + 1;
        }
    }

    private List<RegistryRecord> Parse(ReadOnlyMemory<byte> json, int number)
    {
        try
        {
            var line = JsonSerializer.Deserialize(json.Span, RecordJson.Default.LogLine);
            if (line?.Records is null)
            {
                throw new JsonException("it has no records");
            }

            return [.. line.Records.Select(entry => RecordCodec.Read(
                Encoding.UTF8.GetBytes(entry.Key.GetRawText()),
                entry.Value is { } value ? Encoding.UTF8.GetBytes(value.GetRawText()) : [],
                line.Ts))];
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Damaged(number, error.Message);
        }
    }

    private RegistryStartException Damaged(int number, string what) =>
        new($"{LogPath}:{number}: the line is damaged or of an earlier release: {what}. Restore the file from a copy, or move it away to start anew.");

    private static bool IsJson(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonDocument.TryParseValue(ref reader, out var document) && Close(document);
        }
        catch (JsonException)
        {
            return false;
        }

        static bool Close(JsonDocument document)
        {
            document.Dispose();
            return true;
        }
    }
}
