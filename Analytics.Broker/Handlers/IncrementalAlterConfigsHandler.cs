using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Handlers;

/// <summary>All changes of a topic are made or none; they hold across restarts when they are answered.</summary>
internal sealed class IncrementalAlterConfigsHandler(BrokerContext broker) : ApiHandler<IncrementalAlterConfigsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(IncrementalAlterConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new AlterConfigsResponse([.. request.Resources.Select(resource => Alter(resource, request.ValidateOnly))]));

    private AlterConfigsResponse.Resource Alter(IncrementalAlterConfigsRequest.Resource resource, bool validateOnly)
    {
        var twice = resource.Changes.GroupBy(change => change.Name, StringComparer.Ordinal).FirstOrDefault(changes => changes.Count() > 1)?.Key;
        var empty = resource.Changes.FirstOrDefault(change => change.Operation != IncrementalAlterConfigsRequest.Delete && change.Value is null).Name;
        return twice is not null ? Refused($"{twice} is changed more than once")
            : empty is not null ? Refused($"{empty} has no value")
            : TakesBackOfBroker(resource) ? new AlterConfigsResponse.Resource(ErrorCode.None, null, resource.Type, resource.Name)
            : Change(resource, validateOnly);

        AlterConfigsResponse.Resource Refused(string message) => new(ErrorCode.InvalidRequest, message, resource.Type, resource.Name);
    }

    /// <summary>A broker has no config that was set while it runs: taking some back, as kafka-reassign-partitions does with its throttles, changes nothing.</summary>
    private static bool TakesBackOfBroker(IncrementalAlterConfigsRequest.Resource resource) =>
        resource.Type == DescribeConfigsRequest.BrokerResource && resource.Changes.All(change => change.Operation == IncrementalAlterConfigsRequest.Delete);

    private AlterConfigsResponse.Resource Change(IncrementalAlterConfigsRequest.Resource resource, bool validateOnly) =>
        ConfigChanges.Alter(broker, resource.Type, resource.Name, validateOnly, current =>
        {
            var configs = new Dictionary<string, string>(current, StringComparer.Ordinal);
            foreach (var change in resource.Changes)
            {
                if (Apply(configs, change) is { } problem)
                {
                    return (configs, problem);
                }
            }

            return (configs, null);
        });

    private static string? Apply(Dictionary<string, string> configs, IncrementalAlterConfigsRequest.Change change)
    {
        if (change.Operation == IncrementalAlterConfigsRequest.Delete)
        {
            configs.Remove(change.Name);
            return null;
        }

        if (change.Operation == IncrementalAlterConfigsRequest.Set)
        {
            configs[change.Name] = change.Value!;
            return null;
        }

        var known = TopicConfigs.Known.FirstOrDefault(known => known.Name == change.Name);
        if (known?.Type != TopicConfig.ListType || change.Operation is not (IncrementalAlterConfigsRequest.Append or IncrementalAlterConfigsRequest.Subtract))
        {
            return $"operation {change.Operation} does not go with {change.Name}: only lists are appended to or subtracted from";
        }

        var list = TopicConfig.Split(configs.GetValueOrDefault(change.Name, known.Default));
        var values = TopicConfig.Split(change.Value!);
        configs[change.Name] = string.Join(',', change.Operation == IncrementalAlterConfigsRequest.Append ? list.Union(values) : list.Except(values));
        return null;
    }
}
