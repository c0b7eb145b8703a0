namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeUserScramCredentials (50), v0, KIP-554. Flexible; user "a" (null or none: all users):
/// <code>02 | 02 61 | 00 | 00</code>
/// </summary>
internal sealed record DescribeUserScramCredentialsRequest(string[] Users) : IKafkaRequest<DescribeUserScramCredentialsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeUserScramCredentials, 0, 0, FlexibleFrom: 0);

    public static DescribeUserScramCredentialsRequest Read(ref KafkaReader reader, short version)
    {
        var users = reader.ReadArray(static (ref KafkaReader user) => user.ReadString());
        reader.ReadTaggedFields();
        return new DescribeUserScramCredentialsRequest(users);
    }
}
