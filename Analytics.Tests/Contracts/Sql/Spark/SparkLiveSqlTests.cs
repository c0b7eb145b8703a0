using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql.Spark;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Sql.Spark;

public sealed class SparkLiveSqlTests
{
    private static readonly PipelineDefinition Pipeline = PipelineLoader.Load(PipelineLocator.Find("saas", AppContext.BaseDirectory));

    [Fact]
    public void Compile_OfASlidingTable_IsOneAggregationOfSparksOwnWindow() =>
        SparkLiveSql.Compile(Pipeline, Pipeline.Tables.Single(table => table.Name == "active_users_5m"), "accepted").ShouldBe(
            """
            SELECT to_json(struct(_w.`start` AS window_start, `tenant_id`), map('ignoreNullFields', 'false', 'timestampFormat', 'yyyy-MM-dd\'T\'HH:mm:ss.SSSSSSXXX')) AS key,
             to_json(struct(_w.`start` AS window_start, _w.`end` AS window_end, `tenant_id`, `users`, true AS _provisional), map('ignoreNullFields', 'false', 'timestampFormat', 'yyyy-MM-dd\'T\'HH:mm:ss.SSSSSSXXX')) AS value
             FROM (SELECT window(`event_time`, '300000000 microseconds', '60000000 microseconds') AS _w, `tenant_id`, CAST(size(collect_set(`user_id`)) AS BIGINT) AS `users`
             FROM accepted GROUP BY window(`event_time`, '300000000 microseconds', '60000000 microseconds'), `tenant_id`)
            """.ReplaceLineEndings(""));

    [Fact]
    public void Compile_OfSessions_IsNone() =>
        SparkLiveSql.Compile(Pipeline, Pipeline.Tables.Single(table => table.Window is SessionWindow), "accepted").ShouldBeNull();
}
