using System.Text;
using Analytics.Streaming.Publishing;
using Analytics.Streaming.Source;

namespace Analytics.Tests.Streaming;

/// <summary>A topic in memory that remembers the coordinates of what it was sent.</summary>
internal sealed class MemorySideTopic : ISideTopic
{
    public List<string> Sent { get; } = [];

    public void Send(string topic, byte[]? key, byte[]? value, IReadOnlyList<RecordHeader> headers) =>
        Sent.Add($"{Value(headers, "dlq.reason")} {Value(headers, "dlq.partition")}/{Value(headers, "dlq.offset")}");

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static string Value(IReadOnlyList<RecordHeader> headers, string name) =>
        Encoding.UTF8.GetString(headers.Single(header => header.Name == name).Value!);
}
