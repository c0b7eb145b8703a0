namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Heartbeat (12), v0-4. v0, group "g", generation 1, member "a":
/// <code>00 01 67 | 00 00 00 01 | 00 01 61</code>
/// v3 adds the static member id. Flexible from 4.
/// </summary>
internal sealed record HeartbeatRequest(string Group, int Generation, string MemberId, string? InstanceId) : IKafkaRequest<HeartbeatRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.Heartbeat, 0, 4, FlexibleFrom: 4);

    public static HeartbeatRequest Read(ref KafkaReader reader, short version)
    {
        var request = new HeartbeatRequest(
            reader.ReadString(), reader.ReadInt32(), reader.ReadString(), version >= 3 ? reader.ReadNullableString() : null);
        reader.ReadTaggedFields();
        return request;
    }
}
