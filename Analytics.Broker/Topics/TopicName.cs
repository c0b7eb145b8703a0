using System.Buffers;

namespace Analytics.Broker.Topics;

/// <summary>Kafka's rule for topic names; it also makes them safe as folder names.</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    private static readonly SearchValues<char> Legal = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static bool IsLegal(string name) =>
        name.Length is > 0 and <= MaxLength && name is not ("." or "..") && !name.AsSpan().ContainsAnyExcept(Legal);
}
