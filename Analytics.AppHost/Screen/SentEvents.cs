using System.Text.Json;
using Analytics.AppHost.Options;

namespace Analytics.AppHost.Screen;

/// <summary>
/// The producer's own account of this run:
/// <c>{"acknowledged":1000,"complete":true,"partitions":[{"partition":0,"start_offset":0,"end_offset":1000,…}],…}</c>.
/// </summary>
/// <param name="Acknowledged">Records of this run that the broker acknowledged.</param>
/// <param name="Complete">Whether the whole file has been sent, now or by an earlier run.</param>
/// <param name="Partitions">Where the topic's partitions ended before and after this run; the offsets are there once it is complete.</param>
internal sealed record SentEvents(long Acknowledged, bool Complete, IReadOnlyList<SentPartition> Partitions)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Records in the topic that this run added, by the topic's own offsets.</summary>
    public long Arrived => Partitions.Sum(partition => (partition.EndOffset ?? 0) - (partition.StartOffset ?? 0));

    /// <summary>Records in the topic.</summary>
    public long InTopic => Partitions.Sum(partition => partition.EndOffset ?? 0);

    public static string FileOf(PlatformSettings platform) => Path.Combine(platform.Data, "producer", $"{platform.PipelineName}.sent.json");

    /// <summary>Removes the account of an earlier run, so that it is not taken for this one's.</summary>
    public static void Forget(PlatformSettings platform)
    {
        if (File.Exists(FileOf(platform)))
        {
            File.Delete(FileOf(platform));
        }
    }

    /// <summary>Null while the producer has written nothing.</summary>
    public static SentEvents? Read(PlatformSettings platform) => File.Exists(FileOf(platform)) ? Parse(File.ReadAllBytes(FileOf(platform))) : null;

    public static SentEvents Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<SentEvents>(json, Options)!;
}
