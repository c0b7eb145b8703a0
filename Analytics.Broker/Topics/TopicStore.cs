using System.Globalization;
using System.Text.Json;
using Analytics.Broker.Log;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Topics;

/// <summary>
/// The folders of the topics: <c>topics/{topic}/topic.json</c> and <c>topics/{topic}/{partition}/</c>. The JSON file is written last: a folder
/// without it is an interrupted creation. A deleted topic is moved to <c>deleted/</c> first, so that it is gone at once even if its files are not.
/// Both are removed at start.
/// </summary>
internal sealed partial class TopicStore(string data, LogOptions defaults, TimeProvider time, ILogger logger)
{
    private const string DefinitionFile = "topic.json";

    private readonly string _folder = Path.Combine(data, "topics");
    private readonly string _deleted = Path.Combine(data, "deleted");

    public Topic[] Load()
    {
        Directory.CreateDirectory(_folder);
        FolderSync.FlushNames(_folder);
        if (Directory.Exists(_deleted))
        {
            Directory.Delete(_deleted, recursive: true);
        }

        var names = new List<string>();
        foreach (var path in Directory.EnumerateDirectories(_folder))
        {
            if (File.Exists(Path.Combine(path, DefinitionFile)))
            {
                names.Add(Path.GetFileName(path));
            }
            else
            {
                LogRemovedLeftover(path);
                Directory.Delete(path, recursive: true);
            }
        }

        var topics = new Topic[names.Count];
        Parallel.For(0, names.Count, i => topics[i] = Open(names[i], Read(names[i])));
        return topics;
    }

    public Topic Create(string name, TopicDefinition definition)
    {
        if (Directory.Exists(Path.Combine(_folder, name)))
        {
            // A creation that failed half-way, for want of disk space or file handles.
            Directory.Delete(Path.Combine(_folder, name), recursive: true);
        }

        var topic = Open(name, definition);
        Write(name, definition);
        FolderSync.Flush(_folder);
        return topic;
    }

    /// <summary>Adds empty partitions. They count once the definition names them: what an interrupted attempt left of them is removed first.</summary>
    public Topic Extend(Topic topic, int partitions)
    {
        var options = TopicConfigs.ToLogOptions(topic.Definition.Configs, defaults);
        var added = new List<PartitionLog>();
        try
        {
            for (var i = topic.Partitions.Length; i < partitions; i++)
            {
                var folder = PathOf(topic.Name, i.ToString(CultureInfo.InvariantCulture));
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                added.Add(PartitionLog.Open(folder, options, time, logger));
            }

            var definition = topic.Definition with { Partitions = partitions };
            Write(topic.Name, definition);
            return topic with { Definition = definition, Partitions = [.. topic.Partitions, .. added] };
        }
        catch
        {
            added.ForEach(log => log.Abandon());
            throw;
        }
    }

    /// <summary>Its logs act upon the configs once they are stored.</summary>
    public Topic Configure(Topic topic, IReadOnlyDictionary<string, string> configs)
    {
        var definition = topic.Definition with { Configs = configs };
        Write(topic.Name, definition);
        var options = TopicConfigs.ToLogOptions(configs, defaults);
        Array.ForEach(topic.Partitions, log => log.Configure(options));
        return topic with { Definition = definition };
    }

    public void Delete(Topic topic)
    {
        Directory.CreateDirectory(_deleted);
        var grave = Path.Combine(_deleted, topic.Definition.Id.ToString("N"));
        Directory.Move(Path.Combine(_folder, topic.Name), grave);
        FolderSync.Flush(_folder);
        foreach (var partition in topic.Partitions)
        {
            partition.Abandon();
        }

        try
        {
            Directory.Delete(grave, recursive: true);
        }
        catch (IOException exception)
        {
            LogLeftForLater(grave, exception.Message);
        }
    }

    private void Write(string topic, TopicDefinition definition) =>
        AtomicFile.Write(PathOf(topic, DefinitionFile), JsonSerializer.SerializeToUtf8Bytes(definition, TopicJson.Default.TopicDefinition), sync: true);

    private TopicDefinition Read(string name)
    {
        var path = PathOf(name, DefinitionFile);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), TopicJson.Default.TopicDefinition)
                ?? throw new InvalidDataException($"{path} is empty: restore it, or delete the folder to lose the topic");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} cannot be read: {exception.Message} Restore it, or delete the folder to lose the topic", exception);
        }
    }

    private Topic Open(string name, TopicDefinition definition)
    {
        var options = TopicConfigs.ToLogOptions(definition.Configs, defaults);
        var logs = new PartitionLog[definition.Partitions];
        Parallel.For(0, logs.Length, i => logs[i] = PartitionLog.Open(PathOf(name, i.ToString(CultureInfo.InvariantCulture)), options, time, logger));
        return new Topic(name, definition, logs);
    }

    private string PathOf(string topic, string name) => Path.Combine(_folder, topic, name);

    [LoggerMessage(LogLevel.Information, "Removed {Folder}, left by an interrupted creation of a topic")]
    private partial void LogRemovedLeftover(string folder);

    [LoggerMessage(LogLevel.Information, "{Folder} is removed at the next start: {Reason}")]
    private partial void LogLeftForLater(string folder, string reason);
}
