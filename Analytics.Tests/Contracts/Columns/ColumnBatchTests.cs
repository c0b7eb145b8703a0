using System.Text;
using Analytics.Contracts.Columns;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Columns;

public sealed class ColumnBatchTests
{
    private static readonly ColumnDefinition[] Definitions =
    [
        new("text", ColumnType.String, true), new("count", ColumnType.Int64, true), new("real", ColumnType.Double, true),
        new("flag", ColumnType.Boolean, true), new("time", ColumnType.Timestamp, true), new("json", ColumnType.Json, true),
    ];

    [Fact]
    public void AppendTruncateClear_AnySequence_HoldsWhatAListWouldHold()
    {
        Gen.Select(Gen.Int[0, 9], Gen.String.Null(), Gen.Long).Array[0, 3000].Sample(
            steps =>
            {
                using var batch = new ColumnBatch(Definitions);
                List<(string? Text, long? Number)> expected = [];
                foreach ((int kind, string? raw, long number) in steps)
                {
                    // Unpaired surrogates have no UTF-8.
                    string? text = raw is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(raw));
                    switch (kind)
                    {
                        case 0:
                            batch.Truncate((int)(Math.Abs(number % 7) * expected.Count / 7));
                            expected.RemoveRange(batch.RowCount, expected.Count - batch.RowCount);
                            break;
                        case 1:
                            // An event that failed half-way leaves no trace.
                            ((Int64Column)batch[1]).Append(number);
                            batch.Truncate(batch.RowCount);
                            break;
                        default:
                            Append(batch, text, kind == 2 ? null : number);
                            expected.Add((text, kind == 2 ? null : number));
                            break;
                    }
                }

                Verify(batch, expected);
                batch.Clear();
                Append(batch, "again", 1);
                Verify(batch, [("again", 1)]);
            },
            iter: 100);
    }

    [Fact]
    public void CompleteRow_ColumnWithTwoValues_Throws()
    {
        using var batch = new ColumnBatch(Definitions);
        ((Int64Column)batch[1]).Append(1);
        ((Int64Column)batch[1]).Append(2);
        Should.Throw<InvalidOperationException>(batch.CompleteRow).Message.ShouldContain("count");
    }

    private static void Append(ColumnBatch batch, string? text, long? number)
    {
        if (text is not null)
        {
            ((StringColumn)batch[0]).Append(text);
            ((StringColumn)batch[5]).Append(Encoding.UTF8.GetBytes(text));
        }

        if (number is { } value)
        {
            ((Int64Column)batch[1]).Append(value);
            ((DoubleColumn)batch[2]).Append(value);
            ((BooleanColumn)batch[3]).Append((value & 1) == 1);
            ((TimestampColumn)batch[4]).Append(value);
        }

        batch.CompleteRow();
    }

    private static void Verify(ColumnBatch batch, List<(string? Text, long? Number)> expected)
    {
        batch.RowCount.ShouldBe(expected.Count);
        for (int row = 0; row < expected.Count; row++)
        {
            (string? text, long? number) = expected[row];
            ((StringColumn)batch[0]).GetString(row).ShouldBe(text);
            ((StringColumn)batch[5]).GetString(row).ShouldBe(text);
            batch[1].IsNull(row).ShouldBe(number is null);
            ((Int64Column)batch[1]).Values[row].ShouldBe(number ?? 0);
            ((DoubleColumn)batch[2]).Values[row].ShouldBe(number ?? 0);
            ((BooleanColumn)batch[3]).Values[row].ShouldBe((number & 1) == 1);
            ((TimestampColumn)batch[4]).Values[row].ShouldBe(number ?? 0);
        }

        batch[0].NullCount.ShouldBe(expected.Count(row => row.Text is null));
        ((StringColumn)batch[0]).Offsets.Length.ShouldBe(expected.Count + 1);
    }
}
