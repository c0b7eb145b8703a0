using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;

namespace Analytics.Tests.Contracts.Sql;

/// <summary>Windows computed the obvious way, one event at a time.</summary>
internal static class WindowModel
{
    public static readonly (string Condition, Func<ModelEvent, bool?> Holds)[] Conditions =
    [
        ("n > 0", each => each.Number > 0 && each.Number is not null),
        ("s is null", each => each.Text is null),
        ("s in ('a', 'b') and not b", each => each.Text is "a" or "b" && each.Flag == false),
        ("x >= -0.5 or b", each => each.Real >= -0.5 || each.Flag == true),
        ("g <> 'k1'", each => each.Group is not null && each.Group != "k1"),
    ];

    public static Dictionary<(long Start, string? Group), object?[]> Compute(
        IEnumerable<ModelEvent> events, TableDefinition table, WindowGeometry geometry, long from, long to, Func<MeasureDefinition, Func<ModelEvent, bool?>?> condition)
    {
        Dictionary<(long, string?), List<ModelEvent>> windows = [];
        foreach (ModelEvent each in events)
        {
            for (long start = geometry.FirstWindowStart(each.Time); start <= each.Time; start += geometry.Every)
            {
                if (start >= from && start < to)
                {
                    (long, string?) key = (start, table.GroupBy.Count == 0 ? null : each.Group);
                    windows.TryAdd(key, []);
                    windows[key].Add(each);
                }
            }
        }

        return windows.ToDictionary(
            window => window.Key,
            window => table.Measures.Select(measure => Measure(measure, [.. window.Value.Where(each => condition(measure)?.Invoke(each) ?? true)])).ToArray());
    }

    public static object? Measure(MeasureDefinition measure, ModelEvent[] events)
    {
        Func<ModelEvent, object?> value = measure.Column switch
        {
            "n" => each => each.Number,
            "x" => each => each.Real,
            "s" => each => each.Text,
            "b" => each => each.Flag,
            "t" => each => each.Time,
            _ => _ => 1L,
        };
        ModelEvent[] ordered = [.. events.OrderBy(each => each.Time).ThenBy(each => each.Partition).ThenBy(each => each.Offset)];
        object[] present = [.. events.Select(value).OfType<object>()];
        double[] reals = [.. present.Where(each => each is long or double).Select(Convert.ToDouble).Order()];
        object[] sorted = [.. present.OrderBy(each => each, Comparer<object>.Create((left, right) => left is string text ? string.CompareOrdinal(text, (string)right) : Comparer<object>.Default.Compare(left, right)))];
        return measure.Function switch
        {
            MeasureFunction.Count => (long)present.Length,
            MeasureFunction.CountDistinct => (long)present.Distinct().Count(),
            MeasureFunction.Sum when present.Length == 0 => null,
            MeasureFunction.Sum => measure.Column == "n" ? (object)present.Sum(each => (long)each) : reals.Sum(),
            MeasureFunction.Min => sorted.FirstOrDefault(),
            MeasureFunction.Max => sorted.LastOrDefault(),
            MeasureFunction.Avg when measure.Column == "n" => present.Length == 0 ? null : (double)(present.Sum(each => (decimal)(long)each) / present.Length),
            MeasureFunction.Avg => reals.Length == 0 ? null : reals.Average(),
            MeasureFunction.First => ordered.Length == 0 ? null : value(ordered[0]),
            MeasureFunction.Last => ordered.Length == 0 ? null : value(ordered[^1]),
            _ => reals.Length == 0 ? null : Quantile(reals, measure.Quantile!.Value),
        };
    }

    private static double Quantile(double[] sorted, double quantile)
    {
        double position = quantile * (sorted.Length - 1);
        double low = sorted[(int)Math.Floor(position)];
        return low + ((sorted[(int)Math.Ceiling(position)] - low) * (position - Math.Floor(position)));
    }
}
