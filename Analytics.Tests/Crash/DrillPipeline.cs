using System.Text.Json.Nodes;
using Analytics.Tests.EndToEnd;

namespace Analytics.Tests.Crash;

/// <summary>The events of <c>pipelines/saas</c> with a watermark and windows of seconds, so that windows close while a drill runs.</summary>
internal static class DrillPipeline
{
    public const string Name = "drill";
    public const string Tumbling = "metrics_2s";
    public const string Sliding = "users_6s";

    public const int WatermarkSeconds = 4;

    private static string Definition(int watermarkSeconds) => $$"""
        name: {{Name}}
        source:
          topic: events
          partitions: 3
          format: json_schema
          subject: events-value
          id: event_id
          time: event_time
          watermark: {{watermarkSeconds}} seconds
          max_future_skew: 5 minutes
        tables:
          - name: {{Tumbling}}
            window: { tumbling: 2 seconds }
            group_by: [tenant_id, event_type]
            measures: { events: count(), users: count_distinct(user_id), revenue_cents: sum(amount_cents) }
          - name: {{Sliding}}
            window: { sliding: 6 seconds, every: 2 seconds }
            group_by: [tenant_id]
            measures: { events: count(), users: count_distinct(user_id) }
        """;

    /// <summary>Writes the pipeline's folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="quarantines">Whether its suite keeps some rows out of gold: those of one of the five event types.</param>
    /// <param name="watermarkSeconds">The watermark's delay; disordered events lie up to half of it back.</param>
    public static void Write(string folder, bool quarantines, int watermarkSeconds)
    {
        var saas = Path.Combine(AppHostProcess.Repository, "pipelines", "saas");
        foreach (var part in (string[])["schemas", "expectations"])
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
        }

        File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), Definition(watermarkSeconds));
        File.Copy(Path.Combine(saas, "schemas", "event.v1.json"), Path.Combine(folder, "schemas", "event.v1.json"));
        var suite = JsonNode.Parse(File.ReadAllText(Path.Combine(saas, "expectations", "events.json")))!;
        if (quarantines)
        {
            suite["expectations"]!.AsArray().Add(JsonNode.Parse(
                """{"type":"expect_column_values_to_not_be_in_set","kwargs":{"column":"event_type","value_set":["signup"]}}"""));
        }

        File.WriteAllText(Path.Combine(folder, "expectations", "events.json"), suite.ToJsonString());
    }
}
