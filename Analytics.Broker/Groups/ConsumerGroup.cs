using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;

namespace Analytics.Broker.Groups;

/// <summary>
/// One group of the classic protocol: members join, the broker names a leader, the leader assigns, heartbeats keep it together (KIP-62, KIP-345,
/// KIP-394). All state is under one lock, and one timer runs to the earliest deadline.
/// </summary>
internal sealed partial class ConsumerGroup : IDisposable
{
    /// <summary>How long a group without members and offsets is listed.</summary>
    private static readonly TimeSpan KeptEmpty = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<ConsumerGroup> _onTimer;
    private readonly ITimer _timer;
    private readonly Dictionary<string, GroupMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _staticMembers = new(StringComparer.Ordinal);

    /// <summary>Ids given out and not yet used to join (KIP-394), with the time at which they lapse.</summary>
    private readonly Dictionary<string, DateTimeOffset> _pending = new(StringComparer.Ordinal);
    private GroupState _state = GroupState.Empty;
    private int _generation;
    private string _protocolType = "";
    private string? _protocol;
    private string? _leader;
    private DateTimeOffset _rebalanceDeadline;
    private DateTimeOffset _emptySince;
    private DateTimeOffset _timerDue = DateTimeOffset.MaxValue;

    /// <param name="id">The group's id.</param>
    /// <param name="time">For deadlines.</param>
    /// <param name="logger">Tells of generations and of members that are gone.</param>
    /// <param name="onTimer">Called after deadlines have passed, outside of the lock: the group may be empty then.</param>
    public ConsumerGroup(string id, TimeProvider time, ILogger logger, Action<ConsumerGroup> onTimer)
    {
        (Id, _time, _logger, _onTimer, _emptySince) = (id, time, logger, onTimer, time.GetUtcNow());
        _timer = time.CreateTimer(static state => ((ConsumerGroup)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Id { get; }

    /// <summary>Nobody is in it or about to be, and has not been for a while: the coordinator may forget it.</summary>
    /// <param name="atOnce">However short that while is.</param>
    public bool TryRetire(bool atOnce)
    {
        lock (_lock)
        {
            if (_members.Count > 0 || _pending.Count > 0 || (!atOnce && _time.GetUtcNow() < _emptySince + KeptEmpty))
            {
                return false;
            }

            _state = GroupState.Dead;
            return true;
        }
    }

    /// <summary>The group is listed for a while from now on, even with nobody in it. False when it was retired meanwhile: ask for it anew.</summary>
    public bool TryKeep()
    {
        lock (_lock)
        {
            if (_state is GroupState.Dead)
            {
                return false;
            }

            _emptySince = _time.GetUtcNow();
            Schedule_NeedsLock();
            return true;
        }
    }

    /// <summary>Null when the group was retired meanwhile: ask for it anew.</summary>
    public Task<JoinGroupResponse>? Join(JoinGroupRequest request, short version, string clientId, string clientHost)
    {
        lock (_lock)
        {
            if (_state is GroupState.Dead)
            {
                return null;
            }

            var joined = Join_NeedsLock(request, version, clientId, clientHost);
            Schedule_NeedsLock();
            return joined;
        }
    }

    public Task<SyncGroupResponse> Sync(SyncGroupRequest request)
    {
        lock (_lock)
        {
            if (Check_NeedsLock(request.MemberId, request.InstanceId, request.Generation, out var member) is not ErrorCode.None and var error)
            {
                return Task.FromResult(SyncGroupResponse.Failed(error));
            }

            if ((request.ProtocolType is { } type && type != _protocolType) || (request.ProtocolName is { } name && name != _protocol))
            {
                return Task.FromResult(SyncGroupResponse.Failed(ErrorCode.InconsistentGroupProtocol));
            }

            member!.Heard(_time.GetUtcNow());
            if (_state is GroupState.PreparingRebalance)
            {
                return Task.FromResult(SyncGroupResponse.Failed(ErrorCode.RebalanceInProgress));
            }

            if (_state is GroupState.Stable)
            {
                return Task.FromResult(Assigned_NeedsLock(member));
            }

            var answer = member.WaitForSync();
            if (member.Id == _leader)
            {
                Assign_NeedsLock(request.Assignments);
            }

            Schedule_NeedsLock();
            return answer;
        }
    }

    public ErrorCode Heartbeat(HeartbeatRequest request)
    {
        lock (_lock)
        {
            var error = Check_NeedsLock(request.MemberId, request.InstanceId, request.Generation, out var member);
            if (error is not ErrorCode.None)
            {
                return error;
            }

            member!.Heard(_time.GetUtcNow());
            return _state is GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    public ErrorCode Leave(string memberId, string? instanceId)
    {
        lock (_lock)
        {
            if (_pending.Remove(memberId))
            {
                TryCompleteJoin_NeedsLock();
                return ErrorCode.None;
            }

            var id = instanceId is not null && memberId.Length == 0 ? _staticMembers.GetValueOrDefault(instanceId, "") : memberId;
            if (!_members.TryGetValue(id, out var member))
            {
                return ErrorCode.UnknownMemberId;
            }

            if (instanceId is not null && member.InstanceId != instanceId)
            {
                return ErrorCode.FencedInstanceId;
            }

            Remove_NeedsLock(member, "left");
            Schedule_NeedsLock();
            return ErrorCode.None;
        }
    }

    /// <summary>Whether a commit may go through. Clients that assign partitions by hand commit with generation -1 to a group without members.</summary>
    public ErrorCode CheckCommit(OffsetCommitRequest request)
    {
        lock (_lock)
        {
            if (request.Generation < 0 && _members.Count == 0)
            {
                return ErrorCode.None;
            }

            var error = Check_NeedsLock(request.MemberId, request.InstanceId, request.Generation, out var member);
            if (error is not ErrorCode.None)
            {
                return error;
            }

            member!.Heard(_time.GetUtcNow());
            return _state is GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    /// <summary>Whether this is a member of the current generation.</summary>
    public ErrorCode CheckMember(string memberId, string? instanceId, int generation)
    {
        lock (_lock)
        {
            var error = Check_NeedsLock(memberId, instanceId, generation, out var member);
            member?.Heard(_time.GetUtcNow());
            return error;
        }
    }

    /// <summary>Consumers may lose offsets of topics that none of them reads; other kinds of groups none while they have members.</summary>
    public ErrorCode CheckOffsetDelete(out IReadOnlySet<string> subscribed)
    {
        lock (_lock)
        {
            subscribed = new HashSet<string>();
            if (_members.Count == 0)
            {
                return ErrorCode.None;
            }

            if (_protocolType != ConsumerSubscription.ProtocolType)
            {
                return ErrorCode.NonEmptyGroup;
            }

            subscribed = _members.Values
                .SelectMany(member => member.Protocols.SelectMany(protocol => ConsumerSubscription.Topics(protocol.Metadata)))
                .ToHashSet(StringComparer.Ordinal);
            return ErrorCode.None;
        }
    }

    public DescribeGroupsResponse.Group Describe()
    {
        lock (_lock)
        {
            var protocol = _state is GroupState.Stable ? _protocol : null;
            var members = _members.Values.Select(member => new DescribeGroupsResponse.Member(
                member.Id, member.InstanceId, member.ClientId, member.ClientHost, member.MetadataFor(protocol), protocol is null ? [] : member.Assignment));
            return new DescribeGroupsResponse.Group(Id, _state.ToString(), _protocolType, protocol ?? "", [.. members]);
        }
    }

    public void Dispose() => _timer.Dispose();

    private ErrorCode Check_NeedsLock(string memberId, string? instanceId, int generation, out GroupMember? member)
    {
        member = null;
        if (instanceId is not null && _staticMembers.TryGetValue(instanceId, out var current) && current != memberId)
        {
            return ErrorCode.FencedInstanceId;
        }

        return !_members.TryGetValue(memberId, out member) ? ErrorCode.UnknownMemberId
            : generation != _generation ? ErrorCode.IllegalGeneration
            : ErrorCode.None;
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            _timerDue = DateTimeOffset.MaxValue;
            var now = _time.GetUtcNow();
            foreach (var id in _pending.Where(pending => pending.Value <= now).Select(pending => pending.Key).ToArray())
            {
                _pending.Remove(id);
            }

            foreach (var member in _members.Values.Where(member => !member.IsWaiting && member.Deadline <= now).ToArray())
            {
                Remove_NeedsLock(member, "sent no heartbeat");
            }

            TryCompleteJoin_NeedsLock();
            if (_state is GroupState.PreparingRebalance && _rebalanceDeadline <= now)
            {
                CompleteJoin_NeedsLock();
            }

            Schedule_NeedsLock();
        }

        _onTimer(this);
    }

    /// <summary>Sets the timer to the earliest deadline. Deadlines mostly move back, so a timer that fires early is cheaper than one set at each heartbeat.</summary>
    private void Schedule_NeedsLock()
    {
        var due = _state is GroupState.PreparingRebalance ? _rebalanceDeadline
            : _members.Count == 0 ? _emptySince + KeptEmpty
            : DateTimeOffset.MaxValue;
        foreach (var member in _members.Values)
        {
            due = !member.IsWaiting && member.Deadline < due ? member.Deadline : due;
        }

        foreach (var lapse in _pending.Values)
        {
            due = lapse < due ? lapse : due;
        }

        if (due >= _timerDue)
        {
            return;
        }

        _timerDue = due;
        var wait = due - _time.GetUtcNow();
        _timer.Change(wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(LogLevel.Information, "Group {Group}: {Member} {Reason}, {Members} members remain")]
    private partial void LogRemoved(string group, string member, string reason, int members);

    [LoggerMessage(LogLevel.Information, "Group {Group}: generation {Generation} with {Members} members, protocol {Protocol}, leader {Leader}")]
    private partial void LogGeneration(string group, int generation, int members, string? protocol, string? leader);
}
