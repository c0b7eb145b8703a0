namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1, topic "t" deleted:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00</code>
/// throttle time, topics: name, id (from v6), error, message (from v5).
/// </summary>
internal sealed record DeleteTopicsResponse(DeleteTopicsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            if (version >= 6)
            {
                writer.WriteUuid(topic.Id);
            }

            writer.WriteError(topic.Error);
            if (version >= 5)
            {
                writer.WriteString(null); // message
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    /// <param name="Name">The topic; null when only its id was given and nobody has it.</param>
    /// <param name="Id">Its id, or empty.</param>
    /// <param name="Error">Why it is still there, or none.</param>
    internal readonly record struct Topic(string? Name, Guid Id, ErrorCode Error);
}
