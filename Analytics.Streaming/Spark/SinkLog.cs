using System.Globalization;
using System.Text.Json;

namespace Analytics.Streaming.Spark;

/// <summary>
/// The log of Spark's file sink, <c>_spark_metadata</c>: one file per batch, named by its number, first line <c>v1</c>, then one JSON object per line,
/// <c>{"path":"file:///lake/stage/part-0.parquet","size":1234,…,"action":"add"}</c>. Every tenth is <c>N.compact</c> and repeats, in order, all that came before.
/// Only a file that is named here was written by a batch that succeeded.
/// </summary>
internal sealed class SinkLog(string stage)
{
    private const string Compact = ".compact";

    private readonly string _folder = Path.Combine(stage, "_spark_metadata");

    /// <summary>The batches from <paramref name="first"/> on, with the files that come after the first <paramref name="known"/> ones.</summary>
    /// <param name="first">The first batch wanted.</param>
    /// <param name="known">The files that all batches before it have named.</param>
    /// <returns>Null when there is none yet.</returns>
    /// <exception cref="InvalidDataException">The log has a gap or a damaged line.</exception>
    public SinkBatches? Read(long first, long known)
    {
        if (!Directory.Exists(_folder))
        {
            return null;
        }

        Dictionary<long, string> files = [];
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            var name = Path.GetFileName(file);
            var number = name.EndsWith(Compact, StringComparison.Ordinal) ? name[..^Compact.Length] : name;
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var batch) && batch >= first && (name != number || !files.ContainsKey(batch)))
            {
                files[batch] = file;
            }
        }

        if (files.Count == 0)
        {
            return null;
        }

        var last = files.Keys.Max();
        var start = files.Where(file => file.Value.EndsWith(Compact, StringComparison.Ordinal)).Select(file => file.Key).DefaultIfEmpty(-1).Max();
        List<SinkFile> entries = [];
        var next = first;
        if (start >= first)
        {
            var all = Entries(files[start]);
            entries.AddRange(all.Count >= known ? all.Skip((int)known) : throw Damaged(files[start], $"it names {all.Count} files, {known} were named before"));
            next = start + 1;
        }

        for (; next <= last; next++)
        {
            entries.AddRange(Entries(files.GetValueOrDefault(next) ?? throw Damaged(Path.Combine(_folder, next.ToString(CultureInfo.InvariantCulture)), "it is missing")));
        }

        return new SinkBatches(last, entries);
    }

    private static List<SinkFile> Entries(string file)
    {
        var lines = File.ReadAllLines(file);
        if (lines is not ["v1", ..])
        {
            throw Damaged(file, "its first line is not v1");
        }

        try
        {
            return [.. lines.Skip(1).Where(line => line.Length > 0).Select(Entry)];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            throw Damaged(file, error.Message);
        }
    }

    private static SinkFile Entry(string line)
    {
        var entry = JsonElement.Parse(line);
        if (entry.GetProperty("action").GetString() != "add")
        {
            throw new InvalidOperationException($"an action that is not known: {line}");
        }

        var path = entry.GetProperty("path").GetString()!;
        return new SinkFile(path.StartsWith("file:", StringComparison.Ordinal) ? new Uri(path).LocalPath : path, entry.GetProperty("size").GetInt64());
    }

    private static InvalidDataException Damaged(string file, string why) => new($"{file}, the log of Spark's sink: {why}.");
}
