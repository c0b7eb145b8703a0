using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>expect_column_value_z_scores_to_be_less_than</c> and <c>expect_column_values_to_not_be_outliers</c>: values judged by statistics of the column,
/// which are computed first.
/// </summary>
internal sealed class ValuesNearCentre : ColumnValueEvaluator
{
    public ValuesNearCentre(Expectation expectation, Relation relation, bool outliers)
        : base(expectation, relation)
    {
        if (Subject.Family is not (ColumnFamily.Integer or ColumnFamily.Real or ColumnFamily.Boolean) && (outliers || Subject.Family is not ColumnFamily.Time))
        {
            throw new DataMismatchException($"The column \"{Subject.Name}\" is of type {Subject.Type}: only numbers have a distance from their mean.");
        }

        Expected = !outliers ? ZScore() : expectation.Text("method") is "std" ? Deviation() : Fences();
    }

    protected override string Expected { get; }

    protected override bool IsConditionOfRow => false;

    /// <summary>A time is its instant: z-scores have no unit.</summary>
    private string Number => Subject.Family is ColumnFamily.Time ? $"epoch_us({Subject.Sql}::TIMESTAMP)" : Subject.Numeric;

    private string Value => $"CAST({Number} AS DOUBLE)";

    private string Mean => Statistic($"avg({Number})");

    private string Spread => Statistic($"stddev_samp({Number})");

    private string Multiplier => Expectation.Argument("multiplier") is { } multiplier ? SqlValue.Real(multiplier) : "1.5e0";

    /// <summary>A value alone has no spread and so no score: it is below no threshold.</summary>
    private string ZScore()
    {
        var score = $"(({Value} - {Mean}) / {Spread})";
        var threshold = SqlValue.Real(Expectation.Argument("threshold")!.Value);
        return $"coalesce({(Expectation.Flag("double_sided") ? $"abs({score}) < abs({threshold})" : $"{score} < {threshold}")}, false)";
    }

    /// <summary>A threshold of 0 lets the mean itself pass; without a spread (one value) nothing is an outlier.</summary>
    private string Deviation() =>
        $"coalesce(abs({Value} - {Mean}) < {Multiplier} * {Spread} OR ({Multiplier} * {Spread} = 0 AND {Value} = {Mean}), true)";

    private string Fences()
    {
        var first = Statistic($"quantile_cont({Number}::DOUBLE, 0.25)");
        var third = Statistic($"quantile_cont({Number}::DOUBLE, 0.75)");
        return $"{Value} BETWEEN {first} - {Multiplier} * ({third} - {first}) AND {third} + {Multiplier} * ({third} - {first})";
    }

    private string Statistic(string aggregate) => $"(SELECT {aggregate} FROM {Relation.Name} WHERE {Rows})";
}
