using System.Globalization;
using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Pipelines;

/// <summary>The language of measures: <c>function(column[, number]) [where condition]</c>.</summary>
internal static class MeasureParser
{
    private static readonly (string Name, MeasureFunction Function)[] Functions =
    [
        ("count", MeasureFunction.Count), ("count_distinct", MeasureFunction.CountDistinct), ("sum", MeasureFunction.Sum),
        ("min", MeasureFunction.Min), ("max", MeasureFunction.Max), ("avg", MeasureFunction.Avg), ("first", MeasureFunction.First),
        ("last", MeasureFunction.Last), ("quantile", MeasureFunction.Quantile),
    ];

    /// <summary>Parses a measure.</summary>
    /// <param name="name">The name of its result column.</param>
    /// <param name="text">Such as <c>quantile(delay, 0.95) where delay &gt; 0</c>.</param>
    /// <param name="columns">The columns of an event.</param>
    /// <exception cref="FormatException">It can't work; the message says why.</exception>
    public static MeasureDefinition Parse(string name, string text, IReadOnlyList<ColumnDefinition> columns)
    {
        var scanner = new ConditionScanner(text);
        ConditionToken word = scanner.Current;
        int found = Array.FindIndex(Functions, candidate => candidate.Name == word.Text);
        if (word.Kind != ConditionTokenKind.Word || found < 0)
        {
            throw new FormatException($"unknown function \"{word.Text}\": use one of {string.Join(", ", Functions.Select(each => each.Name))}.");
        }

        scanner.Take();
        MeasureFunction function = Functions[found].Function;
        scanner.ExpectSign("(");
        ColumnDefinition? column = function == MeasureFunction.Count && scanner.Current.IsSign(")") ? null : Column(scanner, columns);
        double? quantile = function == MeasureFunction.Quantile ? Quantile(scanner) : null;
        scanner.ExpectSign(")");
        string? filter = scanner.TryTakeWord("where") ? new ConditionParser(scanner, columns).Condition() : null;
        if (scanner.Current.Kind != ConditionTokenKind.End)
        {
            throw scanner.Unexpected(filter is null ? "\"where\" or the end" : "\"and\", \"or\" or the end");
        }

        return new MeasureDefinition
        {
            Name = name,
            Function = function,
            Column = column?.Name,
            Quantile = quantile,
            Filter = filter,
            ResultType = ResultType(function, column),
        };
    }

    private static ColumnDefinition Column(ConditionScanner scanner, IReadOnlyList<ColumnDefinition> columns)
    {
        if (scanner.Current.Kind != ConditionTokenKind.Word)
        {
            throw scanner.Unexpected("a column");
        }

        string name = scanner.Take().Text;
        return columns.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new FormatException($"the schema has no property \"{name}\": it has {string.Join(", ", columns.Select(each => each.Name))}.");
    }

    private static double Quantile(ConditionScanner scanner)
    {
        if (!scanner.TryTakeSign(","))
        {
            throw scanner.Unexpected("a comma and the quantile, such as quantile(delay, 0.95)");
        }

        ConditionToken number = scanner.Take();
        return double.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double quantile) && quantile is >= 0 and <= 1
            ? quantile
            : throw new FormatException($"\"{number.Text}\" is no quantile: give a number from 0 to 1, such as 0.95.");
    }

    private static ColumnType ResultType(MeasureFunction function, ColumnDefinition? column)
    {
        ColumnType type = column?.Type ?? ColumnType.Int64;
        bool isNumber = type is ColumnType.Int64 or ColumnType.Double;
        (bool isPossible, ColumnType result) = function switch
        {
            MeasureFunction.Count => (true, ColumnType.Int64),
            MeasureFunction.CountDistinct => (type != ColumnType.Json, ColumnType.Int64),
            MeasureFunction.Sum => (isNumber, type),
            MeasureFunction.Avg or MeasureFunction.Quantile => (isNumber, ColumnType.Double),
            MeasureFunction.Min or MeasureFunction.Max => (type != ColumnType.Json, type),
            _ => (true, type),
        };
        return isPossible
            ? result
            : throw new FormatException($"{Functions.First(each => each.Function == function).Name} can't be taken of \"{column!.Name}\", which is {column.Type}.");
    }
}
