using ParquetSharp;

namespace Analytics.Streaming.Ingest;

/// <summary>Tells a full or failing disk from other failures. Native writers report errno only as text.</summary>
internal static class StorageFault
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    public static bool IsDiskFull(Exception exception) => exception switch
    {
        IOException io when (io.HResult & 0xFFFF) is NoSpace or QuotaExceeded => true,
        _ => exception.Message.Contains("No space left on device", StringComparison.OrdinalIgnoreCase)
            || exception.Message.Contains("not enough space", StringComparison.OrdinalIgnoreCase)
            || exception.Message.Contains("disk quota exceeded", StringComparison.OrdinalIgnoreCase),
    };

    public static bool IsStorage(Exception exception) => exception is IOException or UnauthorizedAccessException or ParquetException;
}
