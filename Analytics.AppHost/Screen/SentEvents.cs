using System.Text.Json;
using Analytics.AppHost.Options;

namespace Analytics.AppHost.Screen;

/// <summary>The producer's own account of what the topic acknowledged: <c>{"sent":…,"acknowledged":1000,…}</c>.</summary>
internal static class SentEvents
{
    public static string FileOf(PlatformSettings platform) => Path.Combine(platform.Data, "producer", $"{platform.PipelineName}.sent.json");

    /// <summary>Zero without a producer: then only the topic knows.</summary>
    public static long Read(PlatformSettings platform)
    {
        var file = FileOf(platform);
        if (!platform.HasProducer || !File.Exists(file))
        {
            return 0;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("acknowledged").GetInt64();
    }
}
