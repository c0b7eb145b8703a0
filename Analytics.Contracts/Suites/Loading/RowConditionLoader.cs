using System.Text.Json;
using Analytics.Contracts.Suites.Conditions;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>Brings <c>row_condition</c> of an expectation into the object form, and refuses what cannot be evaluated.</summary>
internal static class RowConditionLoader
{
    private const string Name = "row_condition";

    /// <param name="kwargs">The arguments.</param>
    /// <param name="columns">The columns of the data; null when unknown.</param>
    /// <param name="source">For errors.</param>
    /// <param name="condition">The condition; null when there is none.</param>
    /// <returns>The arguments with the condition in the object form.</returns>
    public static JsonElement Normalise(JsonElement kwargs, IReadOnlySet<string>? columns, SuiteSource source, out RowCondition? condition)
    {
        condition = null;
        if (!kwargs.TryGetProperty(Name, out var given) || given.ValueKind is JsonValueKind.Null || (given.ValueKind is JsonValueKind.String && given.GetString() is ""))
        {
            return kwargs;
        }

        try
        {
            var parser = kwargs.TryGetProperty("condition_parser", out var named) ? named.GetString() : null;
            var form = ConditionReader.Normalise(given, parser);
            condition = ConditionReader.Read(form);
            if (columns is not null && condition.Columns.FirstOrDefault(column => !columns.Contains(column)) is { } missing)
            {
                throw new ConditionFormatException($"the table has no column \"{missing}\"{Suggestion.For(missing, columns)}");
            }

            return JsonSerializer.SerializeToElement(kwargs.EnumerateObject()
                .ToDictionary(argument => argument.Name, argument => argument.Name == Name ? form : argument.Value));
        }
        catch (ConditionFormatException invalid)
        {
            throw source.Error($"kwargs.{Name}", invalid.Message);
        }
    }
}
