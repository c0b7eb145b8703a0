using Analytics.Broker.Protocol;

namespace Analytics.Broker.Log;

/// <summary>What became of a batch.</summary>
/// <param name="Error">Why it was refused, or none. A batch that was already there is no error.</param>
/// <param name="BaseOffset">Its first offset, -1 when refused.</param>
/// <param name="Message">What is wrong with it, for the client's log.</param>
/// <param name="AppendTime">Milliseconds since 1970, when the topic has append times; otherwise -1.</param>
internal readonly record struct AppendResult(ErrorCode Error, long BaseOffset, string? Message, long AppendTime = -1)
{
    public static AppendResult Refused(ErrorCode error, string message) => new(error, -1, message);
}
