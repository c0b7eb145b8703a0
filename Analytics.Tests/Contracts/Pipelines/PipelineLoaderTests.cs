using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Pipelines;

public sealed class PipelineLoaderTests
{
    // Line numbers in the tests count from the first line of this text.
    private const string Yaml = """
        name: shop
        source:
          topic: events
          id: id
          time: time
          watermark: 30 seconds
        tables:
          - name: per_minute
            window: { tumbling: 1 minute }
            group_by: [kind]
            measures:
              events: count()
              p95: quantile(x, 0.95) where n > 0
          - name: sliding
            window: { sliding: 5 minutes, every: 1 minute }
            measures: { users: count_distinct(id), total: sum(n) }
        """;

    [Fact]
    public void Load_ValidFolder_GivesDefinition()
    {
        using var folder = new PipelineFolder(Yaml, ("event.v1.json", PipelineFolder.Schema));
        PipelineDefinition pipeline = PipelineLoader.Load(folder.Path);
        pipeline.Name.ShouldBe("shop");
        pipeline.Directory.ShouldBe(folder.Path);
        pipeline.Source.Subject.ShouldBe("events-value");
        pipeline.Source.Format.ShouldBe(SourceFormat.JsonSchema);
        pipeline.Source.Partitions.ShouldBe(6);
        pipeline.Source.Watermark.ShouldBe(TimeSpan.FromSeconds(30));
        pipeline.Source.MaxFutureSkew.ShouldBe(TimeSpan.FromMinutes(5));
        pipeline.Columns.Count.ShouldBe(7);
        pipeline.Tables.Count.ShouldBe(2);
        pipeline.Tables[0].Window.ShouldBe(new TumblingWindow(TimeSpan.FromMinutes(1)));
        pipeline.Tables[0].Measures[1].ShouldBe(new MeasureDefinition
        {
            Name = "p95", Function = MeasureFunction.Quantile, Column = "x", Quantile = 0.95, Filter = "(\"n\" > 0)", ResultType = ColumnType.Double,
        });
        pipeline.Tables[1].Window.ShouldBe(new SlidingWindow(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)));
        pipeline.Tables[1].GroupBy.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ session: 30 minutes }", 24 * 60)]
    [InlineData("{ session: 30 minutes, max_length: 30 minutes }", 30)]
    public void Load_SessionWindow_HasItsMaxLength(string window, int minutes)
    {
        using var folder = new PipelineFolder(Yaml.Replace("{ tumbling: 1 minute }", window, StringComparison.Ordinal), ("event.v1.json", PipelineFolder.Schema));
        PipelineLoader.Load(folder.Path).Tables[0].Window.ShouldBe(new SessionWindow(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(minutes)));
    }

    [Fact]
    public void Load_SchemaVersions_AreOrderedByNumber()
    {
        string second = PipelineFolder.Schema.Replace("\"n\"", "\"added\":{\"type\":\"string\"},\"n\"", StringComparison.Ordinal);
        using var folder = new PipelineFolder(Yaml, ("event.v10.json", second), ("event.v2.json", PipelineFolder.Schema));
        PipelineDefinition pipeline = PipelineLoader.Load(folder.Path);
        pipeline.Source.SchemaFiles.Select(Path.GetFileName).ShouldBe(["event.v2.json", "event.v10.json"]);
        pipeline.Columns[^1].ShouldBe(new ColumnDefinition("added", ColumnType.String, true));
    }

    [Theory]
    [InlineData("name: shop", "name: 1shop", 1, "begins with a letter")]
    [InlineData("name: shop", "nam: shop", 1, "unknown key \"nam\"")]
    [InlineData("  topic: events", "  partitions: 3", 3, "\"topic\" is missing")]
    [InlineData("topic: events", "topic: a b", 3, "topic")]
    [InlineData("  id: id", "  format: avro", 4, "json_schema")]
    [InlineData("  id: id", "  partitions: 0", 4, "partitions")]
    [InlineData("  id: id", "  id: nobody", 4, "no property \"nobody\"")]
    [InlineData("  id: id", "  id: kind", 4, "required")]
    [InlineData("  id: id", "  id: x", 4, "a string or an integer")]
    [InlineData("  time: time", "  time: id", 5, "date-time")]
    [InlineData("watermark: 30 seconds", "watermark: soon", 6, "no duration")]
    [InlineData("watermark: 30 seconds", "watermark: -1 seconds", 6, "no duration")]
    [InlineData("watermark: 30 seconds", "watermark: 30 seconds\n  wait: 1", 7, "unknown key \"wait\"")]
    [InlineData("- name: per_minute", "- name: events", 8, "taken")]
    [InlineData("- name: sliding", "- name: PER_MINUTE", 14, "occurs twice")]
    [InlineData("{ tumbling: 1 minute }", "{ hopping: 1 minute }", 9, "unknown key \"hopping\"")]
    [InlineData("{ tumbling: 1 minute }", "{ }", 9, "exactly one of")]
    [InlineData("{ tumbling: 1 minute }", "{ tumbling: 1 minute, every: 1 second }", 9, "every")]
    [InlineData("{ tumbling: 1 minute }", "{ tumbling: 1 minute, max_length: 1 hour }", 9, "max_length")]
    [InlineData("{ tumbling: 1 minute }", "{ session: 30 minutes, every: 1 minute }", 9, "every")]
    [InlineData("{ tumbling: 1 minute }", "{ session: 30 minutes, max_length: 20 minutes }", 9, "longer than a session may be")]
    [InlineData("{ tumbling: 1 minute }", "{ session: 25 hours }", 9, "24 hours")]
    [InlineData("every: 1 minute", "every: 2 minutes", 15, "does not divide")]
    [InlineData("every: 1 minute", "every: 1 ms", 15, "at most")]
    [InlineData(", every: 1 minute", "", 15, "every")]
    [InlineData("group_by: [kind]", "group_by: [colour]", 10, "no property \"colour\"")]
    [InlineData("group_by: [kind]", "group_by: [kind, kind]", 10, "twice")]
    [InlineData("group_by: [kind]", "group_by: [x]", 10, "Double")]
    [InlineData("group_by: [kind]", "group_by: kind", 10, "list")]
    [InlineData("events: count()", "kind: count()", 12, "already has a column")]
    [InlineData("events: count()", "window_end: count()", 12, "already has a column")]
    [InlineData("events: count()", "events: median(x)", 12, "unknown function \"median\"")]
    [InlineData("events: count()", "events: sum(kind)", 12, "sum can't be taken of \"kind\"")]
    [InlineData("events: count()", "events: sum(nothing)", 12, "no property \"nothing\"")]
    [InlineData("events: count()", "events: count() where", 12, "expected")]
    [InlineData("events: count()", "events: count() having n > 1", 12, "where")]
    [InlineData("quantile(x, 0.95)", "quantile(x, 95)", 13, "from 0 to 1")]
    [InlineData("quantile(x, 0.95)", "quantile(x)", 13, "0.95")]
    [InlineData("where n > 0", "where n > 'a'", 13, "can't be compared")]
    [InlineData("count_distinct(id), total", "quantile(x, 0.5), total", 16, "lines of their own")]
    [InlineData("time: time", "time: time\n  time: id", 6, "YAML")]
    [InlineData("name: shop", "name: }shop", 1, "YAML")]
    public void Load_Fault_NamesFileLineAndReason(string correct, string faulty, int line, string reason)
    {
        Yaml.ShouldContain(correct);
        using var folder = new PipelineFolder(Yaml.Replace(correct, faulty, StringComparison.Ordinal), ("event.v1.json", PipelineFolder.Schema));
        PipelineException exception = Should.Throw<PipelineException>(() => PipelineLoader.Load(folder.Path));
        exception.Message.ShouldContain(reason);
        exception.File.ShouldBe(folder.File);
        exception.Line.ShouldBe(line, exception.Message);
    }

    [Fact]
    public void Load_BracketNeverClosed_IsNotValidYaml()
    {
        using var folder = new PipelineFolder(Yaml.Replace("name: shop", "name: [shop", StringComparison.Ordinal), ("event.v1.json", PipelineFolder.Schema));
        Should.Throw<PipelineException>(() => PipelineLoader.Load(folder.Path)).Message.ShouldContain("YAML");
    }

    [Fact]
    public void Load_NoSchema_SaysWhereToPutOne()
    {
        using var folder = new PipelineFolder(Yaml);
        Should.Throw<PipelineException>(() => PipelineLoader.Load(folder.Path)).Message.ShouldContain("event.v1.json");
    }

    [Fact]
    public void Load_VersionChangesType_IsRefused()
    {
        string second = PipelineFolder.Schema.Replace("\"n\":{\"type\":\"integer\"}", "\"n\":{\"type\":\"string\"}", StringComparison.Ordinal);
        using var folder = new PipelineFolder(Yaml, ("event.v1.json", PipelineFolder.Schema), ("event.v2.json", second));
        PipelineException exception = Should.Throw<PipelineException>(() => PipelineLoader.Load(folder.Path));
        exception.File.ShouldEndWith("event.v2.json");
        exception.Message.ShouldContain("n is Int64");
    }

    [Theory]
    [InlineData("saas", 3)]
    [InlineData("flights", 2)]
    public void Load_ShippedPipeline_Works(string name, int tables)
    {
        PipelineDefinition pipeline = PipelineLoader.Load(PipelineLocator.Find(name, AppContext.BaseDirectory));
        pipeline.Name.ShouldBe(name);
        pipeline.Tables.Count.ShouldBe(tables);
    }
}
