namespace Analytics.Producer.Sending;

/// <summary>
/// Arrays of exactly the length of a value. The Kafka client takes whole arrays and copies them before it returns, so one array per length serves every event.
/// </summary>
internal sealed class ExactBuffers
{
    private const int LongestKept = 16 * 1024;

    private readonly byte[]?[] _byLength = new byte[]?[LongestKept + 1];

    public byte[] Copy(ReadOnlySpan<byte> value)
    {
        var array = value.Length > LongestKept ? new byte[value.Length] : _byLength[value.Length] ??= new byte[value.Length];
        value.CopyTo(array);
        return array;
    }
}
