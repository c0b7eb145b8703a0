namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// How users can log in by SCRAM. v0, user "a" by SHA-256 (1; SHA-512 is 2) with 4096 iterations:
/// <code>00 00 00 00 | 00 00 | 00 | 02 | 02 61 | 00 00 | 00 | 02 | 01 | 00 00 10 00 | 00 | 00 | 00</code>
/// throttle time, error, message, users: name, error, message, mechanisms with iterations.
/// </summary>
internal sealed record DescribeUserScramCredentialsResponse(DescribeUserScramCredentialsResponse.User[] Users) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(ErrorCode.None);
        writer.WriteString(null); // message
        writer.WriteArray(Users, static (writer, user) =>
        {
            writer.WriteString(user.Name);
            writer.WriteError(user.Error);
            writer.WriteString(user.Message);
            writer.WriteArray(user.Mechanisms, (writer, mechanism) =>
            {
                writer.WriteInt8(mechanism);
                writer.WriteInt32(user.Iterations);
            });
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct User(string Name, ErrorCode Error, string? Message, sbyte[] Mechanisms, int Iterations);
}
