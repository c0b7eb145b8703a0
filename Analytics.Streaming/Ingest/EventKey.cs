using System.IO.Hashing;
using Analytics.Contracts.Parsing;

namespace Analytics.Streaming.Ingest;

/// <summary>The 128-bit key of an id: a UUID in its usual form is its own key, anything else is hashed (XXH128).</summary>
internal static class EventKey
{
    /// <summary>Of UUIDs only those in lower case: texts that differ in case are different ids to every other engine.</summary>
    public static UInt128 From(ReadOnlySpan<byte> id) =>
        UuidText.TryRead(id, out var key, out var isLowerCase) && isLowerCase ? key : XxHash128.HashToUInt128(id);
}
