using System.Collections.Concurrent;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;

namespace Analytics.Broker.Groups;

/// <summary>Finds groups by their ids. A group without members is forgotten; its offsets are not.</summary>
internal sealed class GroupCoordinator(OffsetStore offsets, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary><c>group.min.session.timeout.ms</c>: none but that it is positive.</summary>
    public const int MinSessionTimeoutMs = 1;

    /// <summary><c>group.max.session.timeout.ms</c>.</summary>
    public const int MaxSessionTimeoutMs = 1_800_000;

    private readonly ConcurrentDictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);

    public OffsetStore Offsets { get; } = offsets;

    public Task<JoinGroupResponse> Join(JoinGroupRequest request, short version, string clientId, string clientHost)
    {
        if (request.Group.Length == 0)
        {
            return Task.FromResult(JoinGroupResponse.Failed(ErrorCode.InvalidGroupId, request.MemberId));
        }

        if (request.SessionTimeoutMs is < MinSessionTimeoutMs or > MaxSessionTimeoutMs)
        {
            return Task.FromResult(JoinGroupResponse.Failed(ErrorCode.InvalidSessionTimeout, request.MemberId));
        }

        while (true)
        {
            var group = GetOrAdd(request.Group);
            if (group.Join(request, version, clientId, clientHost) is { } joined)
            {
                return joined;
            }

            Drop(group);
        }
    }

    public Task<SyncGroupResponse> Sync(SyncGroupRequest request) =>
        _groups.TryGetValue(request.Group, out var group) ? group.Sync(request) : Task.FromResult(SyncGroupResponse.Failed(ErrorCode.UnknownMemberId));

    public ErrorCode Heartbeat(HeartbeatRequest request) =>
        _groups.TryGetValue(request.Group, out var group) ? group.Heartbeat(request) : ErrorCode.UnknownMemberId;

    public LeaveGroupResponse Leave(LeaveGroupRequest request)
    {
        if (!_groups.TryGetValue(request.Group, out var group))
        {
            return new LeaveGroupResponse(
                ErrorCode.None, [.. request.Members.Select(member => new LeaveGroupResponse.Member(member.MemberId, member.InstanceId, ErrorCode.UnknownMemberId))]);
        }

        var left = request.Members
            .Select(member => new LeaveGroupResponse.Member(member.MemberId, member.InstanceId, group.Leave(member.MemberId, member.InstanceId)))
            .ToArray();
        return new LeaveGroupResponse(ErrorCode.None, left);
    }

    public ErrorCode CheckCommit(OffsetCommitRequest request)
    {
        if (request.Group.Length == 0)
        {
            return ErrorCode.InvalidGroupId;
        }

        return _groups.TryGetValue(request.Group, out var group) ? group.CheckCommit(request)
            : request.Generation < 0 ? ErrorCode.None
            : ErrorCode.UnknownMemberId;
    }

    /// <summary>Whether a transaction may carry offsets for the group. Producers of before KIP-447 do not say which member they are.</summary>
    public ErrorCode CheckTransactionalCommit(string id, int generation, string memberId, string? instanceId) =>
        id.Length == 0 ? ErrorCode.InvalidGroupId
        : generation < 0 && memberId.Length == 0 && instanceId is null ? ErrorCode.None
        : _groups.TryGetValue(id, out var group) ? group.CheckMember(memberId, instanceId, generation)
        : generation < 0 ? ErrorCode.None
        : ErrorCode.IllegalGeneration;

    /// <summary>Forgets a group without members, and its offsets.</summary>
    public ErrorCode Delete(string id)
    {
        if (id.Length == 0)
        {
            return ErrorCode.InvalidGroupId;
        }

        var isKnown = Offsets.All(id).Length > 0;
        if (_groups.TryGetValue(id, out var group))
        {
            if (!group.TryRetire(atOnce: true))
            {
                return ErrorCode.NonEmptyGroup;
            }

            Drop(group);
            isKnown = true;
        }

        Offsets.RemoveGroup(id);
        return isKnown ? ErrorCode.None : ErrorCode.GroupIdNotFound;
    }

    /// <summary>Whether offsets of the group may be taken back, and of which topics not, since members are subscribed to them.</summary>
    public ErrorCode CheckOffsetDelete(string id, out IReadOnlySet<string> subscribed)
    {
        subscribed = new HashSet<string>();
        return _groups.TryGetValue(id, out var group) ? group.CheckOffsetDelete(out subscribed)
            : Offsets.All(id).Length > 0 ? ErrorCode.None
            : ErrorCode.GroupIdNotFound;
    }

    /// <summary>
    /// Takes offsets back. The group stays for a while even if they were its last, as Kafka's does until its next clean-up; those that it doesn't have
    /// change nothing, neither its offsets nor how long it stays.
    /// </summary>
    public void RemoveOffsets(string id, IEnumerable<(string Topic, int Partition)> partitions)
    {
        var committed = partitions.Where(partition => Offsets.Find(id, partition.Topic, partition.Partition) is not null).ToArray();
        if (committed.Length > 0)
        {
            Keep(id);
            Offsets.Remove(id, committed);
        }
    }

    /// <summary>The offsets of a deleted topic mean nothing in a new one of the same name.</summary>
    public void RemoveTopic(string topic)
    {
        foreach (var id in Offsets.Groups())
        {
            var partitions = Offsets.All(id).Where(offset => offset.Topic == topic).Select(offset => (offset.Topic, offset.Partition)).ToArray();
            if (partitions.Length > 0)
            {
                RemoveOffsets(id, partitions);
            }
        }
    }

    public DescribeGroupsResponse.Group Describe(string id) =>
        _groups.TryGetValue(id, out var group) ? group.Describe() : new DescribeGroupsResponse.Group(id, StateWithoutMembers(id), "", "", []);

    public IEnumerable<DescribeGroupsResponse.Group> All() => Offsets.Groups().Union(_groups.Keys, StringComparer.Ordinal).Select(Describe);

    public void Dispose()
    {
        foreach (var group in _groups.Values)
        {
            group.Dispose();
        }
    }

    private void Keep(string id)
    {
        while (true)
        {
            var group = GetOrAdd(id);
            if (group.TryKeep())
            {
                return;
            }

            Drop(group);
        }
    }

    private ConsumerGroup GetOrAdd(string id) => _groups.GetOrAdd(id, id => new ConsumerGroup(id, time, logger, DropIfEmpty));

    private string StateWithoutMembers(string id) => (Offsets.All(id).Length > 0 ? GroupState.Empty : GroupState.Dead).ToString();

    private void DropIfEmpty(ConsumerGroup group)
    {
        if (group.TryRetire(atOnce: false))
        {
            Drop(group);
        }
    }

    private void Drop(ConsumerGroup group)
    {
        if (_groups.TryRemove(KeyValuePair.Create(group.Id, group)))
        {
            group.Dispose();
        }
    }
}
