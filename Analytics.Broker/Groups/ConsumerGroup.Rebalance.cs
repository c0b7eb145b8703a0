using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;

namespace Analytics.Broker.Groups;

/// <summary>The way from one generation to the next.</summary>
internal sealed partial class ConsumerGroup
{
    private Task<JoinGroupResponse> Join_NeedsLock(JoinGroupRequest request, short version, string clientId, string clientHost)
    {
        if (!IsConsistent_NeedsLock(request))
        {
            return Failed(ErrorCode.InconsistentGroupProtocol, request.MemberId);
        }

        if (request.MemberId.Length == 0)
        {
            var id = $"{(request.InstanceId ?? clientId)}-{Guid.NewGuid()}";
            if (request.InstanceId is not null && _staticMembers.TryGetValue(request.InstanceId, out var former))
            {
                return ReplaceStatic_NeedsLock(request, _members[former], new GroupMember(id, request.InstanceId, clientId, clientHost));
            }

            if (request.InstanceId is null && version >= 4)
            {
                _pending[id] = _time.GetUtcNow() + TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
                return Failed(ErrorCode.MemberIdRequired, id);
            }

            return Add_NeedsLock(request, new GroupMember(id, request.InstanceId, clientId, clientHost));
        }

        if (_pending.Remove(request.MemberId))
        {
            return Add_NeedsLock(request, new GroupMember(request.MemberId, request.InstanceId, clientId, clientHost));
        }

        if (request.InstanceId is not null && _staticMembers.TryGetValue(request.InstanceId, out var current) && current != request.MemberId)
        {
            return Failed(ErrorCode.FencedInstanceId, request.MemberId);
        }

        return _members.TryGetValue(request.MemberId, out var member)
            ? Rejoin_NeedsLock(request, member)
            : Failed(ErrorCode.UnknownMemberId, request.MemberId);
    }

    /// <summary>Members must agree on the kind of group and have at least one protocol in common.</summary>
    private bool IsConsistent_NeedsLock(JoinGroupRequest request)
    {
        if (request.Protocols.Length == 0 || request.ProtocolType.Length == 0)
        {
            return false;
        }

        var others = _members.Values.Where(member => member.Id != request.MemberId && (member.InstanceId is null || member.InstanceId != request.InstanceId)).ToArray();
        return others.Length == 0
            || (request.ProtocolType == _protocolType && request.Protocols.Any(protocol => others.All(member => Supports(member, protocol.Name))));
    }

    private Task<JoinGroupResponse> Add_NeedsLock(JoinGroupRequest request, GroupMember member)
    {
        member.Subscribe(request);
        member.Heard(_time.GetUtcNow());
        _protocolType = request.ProtocolType;
        _members[member.Id] = member;
        _leader ??= member.Id;
        if (member.InstanceId is not null)
        {
            _staticMembers[member.InstanceId] = member.Id;
        }

        return Rebalance_NeedsLock(member);
    }

    private Task<JoinGroupResponse> Rejoin_NeedsLock(JoinGroupRequest request, GroupMember member)
    {
        var unchanged = member.HasSameProtocols(request);
        member.Subscribe(request);
        member.Heard(_time.GetUtcNow());

        // An answer that was lost is given again; a leader that joins a stable group asks for a new assignment.
        var again = _state is GroupState.CompletingRebalance || (_state is GroupState.Stable && member.Id != _leader);
        return again && unchanged ? Task.FromResult(Joined_NeedsLock(member, _leader!)) : Rebalance_NeedsLock(member);
    }

    /// <summary>
    /// A static member is back under a new id (KIP-345). When nothing else changed, it takes its old assignment up without a rebalance; a former leader
    /// is told that its old id leads, so that it doesn't assign anew.
    /// </summary>
    private Task<JoinGroupResponse> ReplaceStatic_NeedsLock(JoinGroupRequest request, GroupMember former, GroupMember member)
    {
        var unchanged = former.HasSameProtocols(request);
        former.AnswerJoin(JoinGroupResponse.Failed(ErrorCode.FencedInstanceId, former.Id));
        former.AnswerSync(SyncGroupResponse.Failed(ErrorCode.FencedInstanceId));
        _members.Remove(former.Id);
        member.Assignment = former.Assignment;
        member.Subscribe(request);
        member.Heard(_time.GetUtcNow());
        _members[member.Id] = member;
        _staticMembers[member.InstanceId!] = member.Id;
        var leaderForIt = _leader!;
        _leader = _leader == former.Id ? member.Id : _leader;
        return _state is GroupState.Stable && unchanged ? Task.FromResult(Joined_NeedsLock(member, leaderForIt)) : Rebalance_NeedsLock(member);
    }

    private Task<JoinGroupResponse> Rebalance_NeedsLock(GroupMember joining)
    {
        var answer = joining.WaitForJoin();
        Prepare_NeedsLock();
        TryCompleteJoin_NeedsLock();
        return answer;
    }

    private void Prepare_NeedsLock()
    {
        if (_state is GroupState.PreparingRebalance)
        {
            return;
        }

        foreach (var member in _members.Values)
        {
            member.AnswerSync(SyncGroupResponse.Failed(ErrorCode.RebalanceInProgress));
        }

        _state = GroupState.PreparingRebalance;
        _rebalanceDeadline = _time.GetUtcNow() + _members.Values.Max(member => member.RebalanceTimeout);
    }

    private void TryCompleteJoin_NeedsLock()
    {
        if (_state is GroupState.PreparingRebalance && _pending.Count == 0 && _members.Values.All(member => member.IsJoining))
        {
            CompleteJoin_NeedsLock();
        }
    }

    private void CompleteJoin_NeedsLock()
    {
        foreach (var member in _members.Values.Where(member => !member.IsJoining).ToArray())
        {
            Forget_NeedsLock(member, "did not rejoin in time");
        }

        _generation++;
        if (_members.Count == 0)
        {
            _emptySince = _time.GetUtcNow();
            _state = GroupState.Empty;
            _protocol = null;
            return;
        }

        _state = GroupState.CompletingRebalance;
        _protocol = Vote_NeedsLock();
        LogGeneration(Id, _generation, _members.Count, _protocol, _leader);
        var now = _time.GetUtcNow();
        foreach (var member in _members.Values)
        {
            member.Heard(now);
            member.AnswerJoin(Joined_NeedsLock(member, _leader!));
        }
    }

    private void Assign_NeedsLock(SyncGroupRequest.Assignment[] assignments)
    {
        var byMember = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            byMember[assignment.MemberId] = assignment.Bytes;
        }

        _state = GroupState.Stable;
        var now = _time.GetUtcNow();
        foreach (var member in _members.Values)
        {
            member.Assignment = byMember.GetValueOrDefault(member.Id, []);
            member.Heard(now);
            member.AnswerSync(Assigned_NeedsLock(member));
        }
    }

    private void Remove_NeedsLock(GroupMember member, string reason)
    {
        Forget_NeedsLock(member, reason);
        if (_members.Count == 0)
        {
            _emptySince = _time.GetUtcNow();
            _state = GroupState.Empty;
            _generation++;
            return;
        }

        Prepare_NeedsLock();
        TryCompleteJoin_NeedsLock();
    }

    private void Forget_NeedsLock(GroupMember member, string reason)
    {
        member.AnswerJoin(JoinGroupResponse.Failed(ErrorCode.UnknownMemberId, member.Id));
        member.AnswerSync(SyncGroupResponse.Failed(ErrorCode.UnknownMemberId));
        _members.Remove(member.Id);
        if (member.InstanceId is not null)
        {
            _staticMembers.Remove(member.InstanceId);
        }

        if (_leader == member.Id)
        {
            _leader = _members.Values.FirstOrDefault(other => other.IsJoining)?.Id ?? _members.Keys.FirstOrDefault();
        }

        LogRemoved(Id, member.Id, reason, _members.Count);
    }

    /// <summary>Each member votes for the first of its protocols that all support; the one with the most votes wins.</summary>
    private string Vote_NeedsLock() => _members.Values
        .Select(member => member.Protocols.First(protocol => _members.Values.All(other => Supports(other, protocol.Name))).Name)
        .CountBy(name => name)
        .MaxBy(vote => vote.Value)
        .Key;

    private JoinGroupResponse Joined_NeedsLock(GroupMember member, string leader)
    {
        var members = member.Id == leader
            ? _members.Values.Select(each => new JoinGroupResponse.Member(each.Id, each.InstanceId, each.MetadataFor(_protocol))).ToArray()
            : [];
        return new JoinGroupResponse(ErrorCode.None, _generation, _protocolType, _protocol, leader, member.Id, members);
    }

    private SyncGroupResponse Assigned_NeedsLock(GroupMember member) => new(ErrorCode.None, _protocolType, _protocol, member.Assignment);

    private static bool Supports(GroupMember member, string protocol) => member.Protocols.Any(candidate => candidate.Name == protocol);

    private static Task<JoinGroupResponse> Failed(ErrorCode error, string memberId) => Task.FromResult(JoinGroupResponse.Failed(error, memberId));
}
