namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// What an access rule is about, or which rules are meant: kind and name of the resource, pattern, principal, host, operation, permission. v1, anything:
/// <code>01 | ff ff | 01 | ff ff | ff ff | 01 | 01</code>
/// Read for its length only: this broker keeps no rules.
/// </summary>
internal static class AclFilter
{
    public static bool Skip(ref KafkaReader reader)
    {
        reader.ReadInt8();
        reader.ReadNullableString();
        reader.ReadInt8();
        reader.ReadNullableString();
        reader.ReadNullableString();
        reader.ReadInt8();
        reader.ReadInt8();
        return true;
    }
}
