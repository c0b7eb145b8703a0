using System.Text;
using System.Text.Json;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>
/// The registry's only file, <c>registry.jsonl</c>: one event a line, appended and synced to the disk before the answer goes out.
/// <code>
/// {"event":"registered","subject":"events-value","version":1,"id":1,"schema":"{\"type\":\"object\"}","references":[]}
/// </code>
/// A crash can leave a torn last line; nobody was told of it, so it is cut off at the next start.
/// </summary>
internal sealed class RegistryLog : IDisposable
{
    public const string FileName = "registry.jsonl";

    private const byte NewLine = (byte)'\n';

    private readonly FileStream _file;
    private readonly FileStream _lock;

    private RegistryLog(FileStream file, FileStream held)
    {
        _file = file;
        _lock = held;
    }

    /// <summary>Opens the log of a folder and reads all its events.</summary>
    /// <param name="folder">The folder; created when missing.</param>
    /// <param name="events">The events, oldest first.</param>
    /// <exception cref="RegistryStartException">The folder can't be written, is in use by another registry, or its log is damaged.</exception>
    public static RegistryLog Open(string folder, out IReadOnlyList<RegistryEvent> events)
    {
        var held = Lock(folder);
        FileStream? file = null;
        try
        {
            var path = Path.Combine(folder, FileName);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            events = Read(file, path);
            FolderSync.Sync(folder);
            return new RegistryLog(file, held);
        }
        catch (Exception error)
        {
            file?.Dispose();
            held.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new RegistryStartException($"The data folder '{folder}' can't be written: {error.Message} Give another one with --data.", error);
            }

            throw;
        }
    }

    /// <summary>Appends one event; when this returns it survives a crash. A failed append leaves the file as it was.</summary>
    public void Append(RegistryEvent entry)
    {
        var start = _file.Length;
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, RegistryEventJson.Default.RegistryEvent);
        try
        {
            _file.Position = start;
            _file.Write([.. line, NewLine]);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            _file.SetLength(start);
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
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

    private static List<RegistryEvent> Read(FileStream file, string path)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var events = new List<RegistryEvent>();
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf(NewLine);
            if (length < 0 || !TryParse(bytes.AsSpan(start, length), out var entry))
            {
                var isLast = length < 0 || start + length + 1 == bytes.Length;
                if (!isLast)
                {
                    throw new RegistryStartException(
                        $"{path}:{events.Count + 1}: the line is damaged: {Encoding.UTF8.GetString(bytes, start, Math.Min(length, 80))}. Restore the file from a copy.");
                }

                file.SetLength(start);
                file.Flush(flushToDisk: true);
                break;
            }

            events.Add(entry);
            start += length + 1;
        }

        return events;
    }

    private static bool TryParse(ReadOnlySpan<byte> line, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RegistryEvent? entry)
    {
        try
        {
            entry = JsonSerializer.Deserialize(line, RegistryEventJson.Default.RegistryEvent);
            return entry is not null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            entry = null;
            return false;
        }
    }
}
