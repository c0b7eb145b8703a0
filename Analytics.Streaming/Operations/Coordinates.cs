namespace Analytics.Streaming.Operations;

/// <summary>Where a record stood in Kafka: what identifies a dead letter.</summary>
internal readonly record struct Coordinates(string Topic, int Partition, long Offset)
{
    public override string ToString() => $"{Topic}/{Partition}/{Offset}";
}
