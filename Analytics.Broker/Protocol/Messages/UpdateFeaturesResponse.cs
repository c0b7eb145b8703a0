namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Why nothing was changed. v0, INVALID_UPDATE_VERSION for "f":
/// <code>00 00 00 00 | 00 00 | 00 | 02 02 66 00 5f 03 6e 6f 00 | 00</code>
/// throttle time, error, message; each feature with its own. v2 has no features: the error stands for all.
/// </summary>
internal sealed record UpdateFeaturesResponse(UpdateFeaturesResponse.Result[] Results) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        var first = version >= 2 ? Results.FirstOrDefault() : default;
        writer.WriteInt32(0); // throttle time
        writer.WriteError(first.Error);
        writer.WriteString(first.Message);
        if (version < 2)
        {
            writer.WriteArray(Results, static (writer, result) =>
            {
                writer.WriteString(result.Feature);
                writer.WriteError(result.Error);
                writer.WriteString(result.Message);
            });
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Result(string Feature, ErrorCode Error, string? Message);
}
