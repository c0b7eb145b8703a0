namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ApiVersions (18), v0-3, KIP-35 and KIP-511. v0-2 have no body; v3 names the client's software:
/// <code>08 72 64 6b 61 66 6b 61 | 06 32 2e 31 36 2e ... | 00</code>
/// </summary>
internal sealed record ApiVersionsRequest(string? SoftwareName, string? SoftwareVersion) : IKafkaRequest<ApiVersionsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ApiVersions, 0, 3, FlexibleFrom: 3);

    public static ApiVersionsRequest Read(ref KafkaReader reader, short version)
    {
        if (version < 3)
        {
            return new ApiVersionsRequest(null, null);
        }

        var request = new ApiVersionsRequest(reader.ReadString(), reader.ReadString());
        reader.ReadTaggedFields();
        return request;
    }
}
