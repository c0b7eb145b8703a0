using System.Globalization;
using Analytics.Broker.Groups;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Server.Security;
using Analytics.Broker.Topics;
using Analytics.Broker.Transactions;

namespace Analytics.Broker.Handlers;

/// <summary>The configs of a topic and of the broker, by Kafka's names, each with where its value comes from.</summary>
internal static class ConfigListing
{
    private const sbyte SetOnTopic = 1;
    private const sbyte SetForBroker = 4;
    private const sbyte Default = 5;

    /// <param name="own">What is set on the topic.</param>
    /// <param name="options">What the broker was started with.</param>
    /// <param name="withSynonyms">With all places that a value could come from.</param>
    public static IEnumerable<DescribeConfigsResponse.Config> OfTopic(IReadOnlyDictionary<string, string> own, BrokerOptions options, bool withSynonyms) => TopicConfigs.Known.Select(known =>
    {
        // As Kafka resolves them: the topic's own, then what the broker was started with, then the default.
        var sources = new List<DescribeConfigsResponse.Synonym>(3);
        if (own.TryGetValue(known.Name, out var set))
        {
            sources.Add(new(known.Name, set, SetOnTopic));
        }

        if (options.TopicDefaults.TryGetValue(known.Name, out var given))
        {
            sources.Add(new(known.BrokerName, given, SetForBroker));
        }

        sources.Add(new(known.BrokerName, known.Default, Default));
        return new DescribeConfigsResponse.Config(known.Name, sources[0].Value, ReadOnly: false, sources[0].Source, known.Type, withSynonyms ? [.. sources] : null);
    });

    /// <summary>What holds for the broker and, by the broker's names, for topics that set nothing else. None can be changed while it runs.</summary>
    public static IEnumerable<DescribeConfigsResponse.Config> OfBroker(BrokerContext broker) =>
    [
        .. TopicConfigs.Known.Select(known => broker.Options.TopicDefaults.TryGetValue(known.Name, out var given)
            ? new DescribeConfigsResponse.Config(known.BrokerName, given, ReadOnly: true, SetForBroker, known.Type)
            : new DescribeConfigsResponse.Config(known.BrokerName, known.Default, ReadOnly: true, Default, known.Type)),
        List("advertised.listeners", $"{Protocol(broker.Options)}://{broker.Options.AdvertisedHost}:{broker.Port}"),
        List("listeners", $"{Protocol(broker.Options)}://{broker.Options.Host}:{broker.Options.Port}"),
        List("log.dirs", broker.Options.DataDirectory),
        List("sasl.enabled.mechanisms", broker.Options.Security.UsersFile is null ? "" : string.Join(',', SaslSession.Mechanisms)),
        Flag("auto.create.topics.enable", broker.Options.AutoCreateTopics),
        Flag("delete.topic.enable", true),
        Int("broker.id", BrokerContext.NodeId),
        Int("default.replication.factor", 1),
        Int("fetch.max.bytes", broker.Options.MaxFetchBytes),
        Int("group.max.session.timeout.ms", GroupCoordinator.MaxSessionTimeoutMs),
        Int("group.min.session.timeout.ms", GroupCoordinator.MinSessionTimeoutMs),
        Int("max.connections", broker.Options.MaxConnections),
        Int("node.id", BrokerContext.NodeId),
        Int("num.partitions", broker.Options.DefaultPartitions),
        Int("offset.metadata.max.bytes", CommittedOffset.MaxMetadataBytes),
        Int("socket.request.max.bytes", broker.Options.MaxRequestBytes),
        Int("transaction.max.timeout.ms", TransactionCoordinator.MaxTimeoutMs),
        new("connections.max.idle.ms", Number((long)broker.Options.IdleTimeout.TotalMilliseconds), ReadOnly: true, SetForBroker, TopicConfig.LongType),
    ];

    private static string Protocol(BrokerOptions options) => (options.Security.UsersFile, options.Security.CertificateFile) switch
    {
        (null, null) => "PLAINTEXT",
        (null, _) => "SSL",
        (_, null) => "SASL_PLAINTEXT",
        _ => "SASL_SSL",
    };

    private static DescribeConfigsResponse.Config List(string name, string value) => new(name, value, ReadOnly: true, SetForBroker, TopicConfig.ListType);

    private static DescribeConfigsResponse.Config Flag(string name, bool value) => new(name, value ? "true" : "false", ReadOnly: true, SetForBroker, TopicConfig.BooleanType);

    private static DescribeConfigsResponse.Config Int(string name, int value) => new(name, Number(value), ReadOnly: true, SetForBroker, TopicConfig.IntType);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
