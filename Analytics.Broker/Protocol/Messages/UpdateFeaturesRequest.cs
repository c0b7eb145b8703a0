namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// UpdateFeatures (57), v0-2, KIP-584. Flexible; v1, within 60 s, "f" to level 1 as an upgrade, not only validated:
/// <code>00 00 ea 60 | 02 | 02 66 | 00 01 | 01 | 00 | 00 | 00</code>
/// v0 says whether a downgrade is allowed instead of its kind.
/// </summary>
internal sealed record UpdateFeaturesRequest(UpdateFeaturesRequest.Update[] Updates) : IKafkaRequest<UpdateFeaturesRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.UpdateFeatures, 0, 2, FlexibleFrom: 0);

    public static UpdateFeaturesRequest Read(ref KafkaReader reader, short version)
    {
        reader.ReadInt32(); // timeout
        var updates = reader.ReadArray(static (ref KafkaReader update) =>
        {
            var read = new Update(update.ReadString(), update.ReadInt16());
            update.ReadInt8(); // allow downgrade, or kind of upgrade
            return read;
        });
        if (version >= 1)
        {
            reader.ReadBoolean(); // validate only
        }

        reader.ReadTaggedFields();
        return new UpdateFeaturesRequest(updates);
    }

    internal readonly record struct Update(string Feature, short MaxLevel);
}
