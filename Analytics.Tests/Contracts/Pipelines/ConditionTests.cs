using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Pipelines;

public sealed class ConditionTests
{
    private static readonly ColumnDefinition[] Columns =
    [
        new("n", ColumnType.Int64, true), new("x", ColumnType.Double, true), new("s", ColumnType.String, true),
        new("b", ColumnType.Boolean, true), new("t", ColumnType.Timestamp, true), new("j", ColumnType.Json, true),
    ];

    [Theory]
    [InlineData("n > 10", "(\"n\" > 10)")]
    [InlineData("n != -10", "(\"n\" <> -10)")]
    [InlineData("n == 1", "(\"n\" = 1)")]
    [InlineData("x <= 0.5", "(\"x\" <= 0.5e0)")]
    [InlineData("n < 1e3", "(\"n\" < 1e3)")]
    [InlineData("s = 'it''s'", "(\"s\" = 'it''s')")]
    [InlineData("b", "\"b\"")]
    [InlineData("not b", "(not \"b\")")]
    [InlineData("not not b = true", "(\"b\" = true)")]
    [InlineData("j is null", "(\"j\" is null)")]
    [InlineData("s IS NOT NULL", "(\"s\" is not null)")]
    [InlineData("s in ('a', 'b')", "(\"s\" in ('a', 'b'))")]
    [InlineData("n not in (1,2)", "(\"n\" not in (1, 2))")]
    [InlineData("n = 1 or n = 2 and b", "((\"n\" = 1) or ((\"n\" = 2) and \"b\"))")]
    [InlineData("(n = 1 or n = 2) and b", "((((\"n\" = 1) or (\"n\" = 2))) and \"b\")")]
    [InlineData("t >= '2026-01-31T12:00:00+01:00'", "(\"t\" >= TIMESTAMP '2026-01-31 11:00:00.000000')")]
    public void Parse_Condition_BecomesSql(string condition, string sql) =>
        MeasureParser.Parse("m", $"count() where {condition}", Columns).Filter.ShouldBe(sql);

    [Theory]
    [InlineData("n")]
    [InlineData("n >")]
    [InlineData("n > 1 n")]
    [InlineData("n > 1)")]
    [InlineData("(n > 1")]
    [InlineData("unknown = 1")]
    [InlineData("n = 'a'")]
    [InlineData("s = 1")]
    [InlineData("j = 'a'")]
    [InlineData("s = 'a")]
    [InlineData("s = 'a\\'")]
    [InlineData("s = 'a'; drop table x")]
    [InlineData("n > 1 -- comment")]
    [InlineData("n in ()")]
    [InlineData("n in (x)")]
    [InlineData("n in (1, 'a')")]
    [InlineData("n not 5")]
    [InlineData("s is 5")]
    [InlineData("t > 'yesterday'")]
    [InlineData("length(s) > 1")]
    [InlineData("n > 1.2.3")]
    [InlineData("\"n\" > 1")]
    public void Parse_NoCondition_IsRefused(string condition) =>
        Should.Throw<FormatException>(() => MeasureParser.Parse("m", $"count() where {condition}", Columns)).Message.ShouldNotBeEmpty();

    [Fact]
    public void Parse_DeepNesting_IsRefusedNotOverflowed() =>
        Should.Throw<FormatException>(() => MeasureParser.Parse("m", $"count() where {new string('(', 100_000)}", Columns)).Message.ShouldContain("nested");
}
