using Analytics.Broker.Protocol.Messages;

namespace Analytics.Broker.Groups;

/// <summary>A member of a group. Used under the group's lock.</summary>
internal sealed class GroupMember(string id, string? instanceId, string clientId, string clientHost)
{
    private TaskCompletionSource<JoinGroupResponse>? _join;
    private TaskCompletionSource<SyncGroupResponse>? _sync;

    public string Id { get; } = id;

    public string? InstanceId { get; } = instanceId;

    public string ClientId { get; } = clientId;

    public string ClientHost { get; } = clientHost;

    public TimeSpan SessionTimeout { get; private set; }

    public TimeSpan RebalanceTimeout { get; private set; }

    public JoinGroupRequest.Protocol[] Protocols { get; private set; } = [];

    public byte[] Assignment { get; set; } = [];

    /// <summary>When the member is given up unless it is heard of.</summary>
    public DateTimeOffset Deadline { get; private set; }

    public bool IsJoining => _join is not null;

    /// <summary>A member that waits for an answer cannot send heartbeats on the same connection: it isn't given up meanwhile.</summary>
    public bool IsWaiting => _join is not null || _sync is not null;

    public void Heard(DateTimeOffset now) => Deadline = now + SessionTimeout;

    public void Subscribe(JoinGroupRequest request)
    {
        SessionTimeout = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        RebalanceTimeout = TimeSpan.FromMilliseconds(Math.Max(request.RebalanceTimeoutMs, 0));
        Protocols = request.Protocols;
    }

    public bool HasSameProtocols(JoinGroupRequest request) =>
        Protocols.Length == request.Protocols.Length
        && Protocols.Zip(request.Protocols).All(pair => pair.First.Name == pair.Second.Name && pair.First.Metadata.AsSpan().SequenceEqual(pair.Second.Metadata));

    public byte[] MetadataFor(string? protocol) => Protocols.FirstOrDefault(candidate => candidate.Name == protocol).Metadata ?? [];

    /// <summary>Waits for the next generation. A second join of the same member takes the place of the first.</summary>
    public Task<JoinGroupResponse> WaitForJoin()
    {
        _join ??= new TaskCompletionSource<JoinGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _join.Task;
    }

    public Task<SyncGroupResponse> WaitForSync()
    {
        _sync ??= new TaskCompletionSource<SyncGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _sync.Task;
    }

    public void AnswerJoin(JoinGroupResponse response)
    {
        _join?.TrySetResult(response);
        _join = null;
    }

    public void AnswerSync(SyncGroupResponse response)
    {
        _sync?.TrySetResult(response);
        _sync = null;
    }
}
