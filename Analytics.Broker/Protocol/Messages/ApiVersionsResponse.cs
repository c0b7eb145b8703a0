namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The APIs and versions that are answered. v0, one API (Produce 0-10):
/// <code>00 00 | 00 00 00 01 | 00 00 00 00 00 0a</code>
/// The header in front stays v0 in every version, since the client does not yet know what the broker speaks (KIP-511).
/// </summary>
internal sealed record ApiVersionsResponse(ErrorCode Error, IReadOnlyList<ApiDescription> Apis) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteError(Error);
        writer.WriteArrayLength(Apis.Count);
        foreach (var api in Apis)
        {
            writer.WriteInt16((short)api.Key);
            writer.WriteInt16(api.Min);
            writer.WriteInt16(api.Max);
            writer.WriteTaggedFields();
        }

        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteTaggedFields();
    }
}
