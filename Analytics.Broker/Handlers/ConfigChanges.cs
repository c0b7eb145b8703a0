using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>What the two APIs that change configs have in common. Topics have configs that can be changed; this broker's are given at its start.</summary>
internal static class ConfigChanges
{
    /// <param name="broker">Where the topic is.</param>
    /// <param name="type">The kind of resource.</param>
    /// <param name="name">Its name.</param>
    /// <param name="validateOnly">Only say whether it could be done.</param>
    /// <param name="change">From the configs set now to all that shall be set, or what is wrong with the change.</param>
    public static AlterConfigsResponse.Resource Alter(
        BrokerContext broker,
        sbyte type,
        string name,
        bool validateOnly,
        Func<IReadOnlyDictionary<string, string>, (Dictionary<string, string> Configs, string? Problem)> change)
    {
        if (type != DescribeConfigsRequest.TopicResource)
        {
            return new AlterConfigsResponse.Resource(
                ErrorCode.InvalidRequest, "only the configs of topics can be changed: those of the broker are given on its command line", type, name);
        }

        if (!broker.Topics.TryGet(name, out var topic))
        {
            return new AlterConfigsResponse.Resource(ErrorCode.UnknownTopicOrPartition, $"there is no topic '{name}'", type, name);
        }

        var (configs, problem) = change(topic.Definition.Configs);
        var (error, message) = problem is null ? broker.Topics.Configure(name, configs, validateOnly) : (ErrorCode.InvalidConfig, problem);
        return new AlterConfigsResponse.Resource(error, message, type, name);
    }
}
