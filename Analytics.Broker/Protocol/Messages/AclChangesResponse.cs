namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The same error for each of so many rules or filters: the answer to CreateAcls (30) and, with no matches for each filter, DeleteAcls (31). v1, one rule:
/// <code>00 00 00 00 | 00 00 00 01 | 00 36 | 00 02 6e 6f</code>
/// throttle time, results: error, message, for a deletion the rules that matched.
/// </summary>
internal sealed record AclChangesResponse(ErrorCode Error, string Message, int Count, bool WithMatches) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Count);
        for (var i = 0; i < Count; i++)
        {
            writer.WriteError(Error);
            writer.WriteString(Message);
            if (WithMatches)
            {
                writer.WriteArrayLength(0);
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }
}
