using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;

namespace Analytics.Tests.Contracts.Sql;

/// <summary>One to six measures of a pool, about half of them with a condition.</summary>
internal static class RandomMeasures
{
    /// <param name="random">Where chance comes from.</param>
    /// <param name="pool">Measures as a pipeline writes them.</param>
    /// <param name="columns">The columns they speak of.</param>
    /// <param name="conditions">Gains what each condition means to the model, by the measure's name.</param>
    public static List<MeasureDefinition> Of(
        Random random, string[] pool, IReadOnlyList<ColumnDefinition> columns, Dictionary<string, Func<ModelEvent, bool?>> conditions)
    {
        List<MeasureDefinition> measures = [];
        for (int index = random.Next(1, 7); index > 0; index--)
        {
            string text = pool[random.Next(pool.Length)];
            if (random.Next(2) == 0)
            {
                (string condition, Func<ModelEvent, bool?> holds) = WindowModel.Conditions[random.Next(WindowModel.Conditions.Length)];
                text += $" where {condition}";
                conditions[$"m{index}"] = holds;
            }

            measures.Add(MeasureParser.Parse($"m{index}", text, columns));
        }

        return measures;
    }
}
