using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Analytics.Broker.Log;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Topics;

/// <summary>All topics. Look-ups are lock-free; creation and deletion take turns.</summary>
internal sealed partial class TopicCatalog : IDisposable
{
    public const int MaxPartitions = 10_000;

    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly Lock _changeLock = new();
    private readonly TopicStore _store;
    private readonly int _defaultPartitions;
    private readonly ILogger _logger;

    public TopicCatalog(TopicStore store, int defaultPartitions, ILogger logger)
    {
        (_store, _defaultPartitions, _logger) = (store, defaultPartitions, logger);
        foreach (var topic in store.Load())
        {
            _topics[topic.Name] = topic;
        }
    }

    public IEnumerable<Topic> All => _topics.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out Topic? topic) => _topics.TryGetValue(name, out topic);

    public PartitionLog? Partition(string topic, int partition) => _topics.TryGetValue(topic, out var found) ? found.Partition(partition) : null;

    /// <summary>The topic, made with the default number of partitions when it is missing and its name is legal.</summary>
    public Topic? GetOrCreate(string name)
    {
        if (_topics.TryGetValue(name, out var topic))
        {
            return topic;
        }

        Create(name, _defaultPartitions, new Dictionary<string, string>(), validateOnly: false);
        return _topics.GetValueOrDefault(name);
    }

    /// <param name="name">The new topic.</param>
    /// <param name="partitions">How many partitions, -1 for the default.</param>
    /// <param name="configs">Its configs.</param>
    /// <param name="validateOnly">Only say whether it could be made.</param>
    public (ErrorCode Error, string? Message) Create(string name, int partitions, IReadOnlyDictionary<string, string> configs, bool validateOnly)
    {
        if (!TopicName.IsLegal(name))
        {
            return (ErrorCode.InvalidTopic, $"'{name}' is no legal topic name: 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'");
        }

        var count = partitions == -1 ? _defaultPartitions : partitions;
        if (count is < 1 or > MaxPartitions)
        {
            return (ErrorCode.InvalidPartitions, $"a topic has 1 to {MaxPartitions} partitions, not {partitions}");
        }

        if (TopicConfigs.Validate(configs) is { } problem)
        {
            return (ErrorCode.InvalidConfig, problem);
        }

        lock (_changeLock)
        {
            if (_topics.ContainsKey(name))
            {
                return (ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");
            }

            if (Colliding(name) is { } other)
            {
                return (ErrorCode.InvalidTopic, $"Topic '{name}' collides with existing topic: {other}");
            }

            return validateOnly ? (ErrorCode.None, null) : Create_NeedsLock(name, new TopicDefinition(Guid.NewGuid(), count, configs));
        }
    }

    /// <param name="name">The topic.</param>
    /// <param name="partitions">How many partitions it shall have in all: more than now.</param>
    /// <param name="validateOnly">Only say whether it could be done.</param>
    public (ErrorCode Error, string? Message) Extend(string name, int partitions, bool validateOnly)
    {
        lock (_changeLock)
        {
            if (!_topics.TryGetValue(name, out var topic))
            {
                return (ErrorCode.UnknownTopicOrPartition, $"there is no topic '{name}'");
            }

            if (partitions <= topic.Partitions.Length || partitions > MaxPartitions)
            {
                return (ErrorCode.InvalidPartitions, partitions > MaxPartitions
                    ? $"A topic has at most {MaxPartitions} partitions, not {partitions}."
                    : $"The topic {name} currently has {topic.Partitions.Length} partition(s); {partitions} would not be an increase.");
            }

            return validateOnly ? (ErrorCode.None, null) : Change_NeedsLock(topic, () => _store.Extend(topic, partitions));
        }
    }

    /// <param name="name">The topic.</param>
    /// <param name="configs">All configs set on it from now on; those that are missing have their defaults.</param>
    /// <param name="validateOnly">Only say whether it could be done.</param>
    public (ErrorCode Error, string? Message) Configure(string name, IReadOnlyDictionary<string, string> configs, bool validateOnly)
    {
        if (TopicConfigs.Validate(configs) is { } problem)
        {
            return (ErrorCode.InvalidConfig, problem);
        }

        lock (_changeLock)
        {
            return !_topics.TryGetValue(name, out var topic) ? (ErrorCode.UnknownTopicOrPartition, $"there is no topic '{name}'")
                : validateOnly ? (ErrorCode.None, null)
                : Change_NeedsLock(topic, () => _store.Configure(topic, configs));
        }
    }

    public ErrorCode Delete(string name)
    {
        lock (_changeLock)
        {
            if (!_topics.TryRemove(name, out var topic))
            {
                return ErrorCode.UnknownTopicOrPartition;
            }

            _store.Delete(topic);
            LogDeleted(name);
            return ErrorCode.None;
        }
    }

    public void Dispose()
    {
        lock (_changeLock)
        {
            Parallel.ForEach(_topics.Values.SelectMany(topic => topic.Partitions), log => log.Dispose());
        }
    }

    /// <summary>Kafka holds '.' and '_' for the same: names of metrics have both as '_'.</summary>
    private string? Colliding(string name)
    {
        var unified = name.Replace('.', '_');
        return unified.Contains('_', StringComparison.Ordinal) ? _topics.Keys.FirstOrDefault(other => other.Replace('.', '_') == unified) : null;
    }

    private (ErrorCode Error, string? Message) Create_NeedsLock(string name, TopicDefinition definition)
    {
        try
        {
            _topics[name] = _store.Create(name, definition);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotCreated(name, exception.Message);
            return (ErrorCode.KafkaStorageError, exception.Message);
        }

        LogCreated(name, definition.Partitions);
        return (ErrorCode.None, null);
    }

    private (ErrorCode Error, string? Message) Change_NeedsLock(Topic topic, Func<Topic> change)
    {
        try
        {
            var changed = change();
            _topics[topic.Name] = changed;
            LogChanged(topic.Name, changed.Partitions.Length, string.Join(", ", changed.Definition.Configs.Select(config => $"{config.Key}={config.Value}")));
            return (ErrorCode.None, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotChanged(topic.Name, exception.Message);
            return (ErrorCode.KafkaStorageError, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Cannot change topic {Topic}: {Reason}")]
    private partial void LogNotChanged(string topic, string reason);

    [LoggerMessage(LogLevel.Information, "Topic {Topic} has {Partitions} partitions and the configs [{Configs}] now")]
    private partial void LogChanged(string topic, int partitions, string configs);

    [LoggerMessage(LogLevel.Error, "Cannot create topic {Topic}: {Reason}")]
    private partial void LogNotCreated(string topic, string reason);

    [LoggerMessage(LogLevel.Information, "Created topic {Topic} with {Partitions} partitions")]
    private partial void LogCreated(string topic, int partitions);

    [LoggerMessage(LogLevel.Information, "Deleted topic {Topic}")]
    private partial void LogDeleted(string topic);
}
