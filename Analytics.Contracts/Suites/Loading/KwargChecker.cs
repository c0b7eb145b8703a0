using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Analytics.Contracts.Suites.Catalog;
using Json.Schema;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>Checks the kwargs of one expectation against its signature.</summary>
internal sealed class KwargChecker(ExpectationSignature signature, IReadOnlySet<string>? columns, SuiteSource source)
{
    private const string TimeDirectives = "YymdHIMSfjpzZaAbBwuUWTXxc%";

    public void Check(JsonElement kwargs)
    {
        foreach (var property in kwargs.EnumerateObject())
        {
            var definition = signature.Find(property.Name)
                ?? throw source.Error($"kwargs.{property.Name}", $"unknown argument{Suggestion.For(property.Name, signature.Arguments.Select(known => known.Name))}");
            if (property.Value.ValueKind is not JsonValueKind.Null)
            {
                CheckValue(definition, property.Value);
            }
            else if (!definition.MayBeNull)
            {
                throw Error(definition, $"null does not fit; leave it out, or give {Describe(definition)}");
            }
        }

        foreach (var argument in signature.Arguments.Where(argument => argument.Required && !Given(kwargs, argument.Name)))
        {
            throw Error(argument, "required; give " + Describe(argument));
        }

        CheckBounds(kwargs);
    }

    private static bool Given(JsonElement kwargs, string name) => kwargs.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    private void CheckValue(KwargDefinition argument, JsonElement value)
    {
        var valid = argument.Kind switch
        {
            KwargKind.Column or KwargKind.Name => IsText(value),
            KwargKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            KwargKind.Count => value.ValueKind is JsonValueKind.Number && IsWhole(value),
            KwargKind.Number => value.ValueKind is JsonValueKind.Number,
            KwargKind.Bound => value.ValueKind is JsonValueKind.Number || IsTime(value),
            KwargKind.Share => value.ValueKind is JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1,
            KwargKind.Choice => value.ValueKind is JsonValueKind.String && argument.Choices.Contains(value.GetString()),
            KwargKind.ColumnList => IsArray(value, IsText) && value.GetArrayLength() >= 2,
            KwargKind.Names => IsArray(value, IsText),
            KwargKind.ValueSet => IsArray(value, IsScalar) && (argument.MayBeEmpty || value.GetArrayLength() > 0),
            KwargKind.Regex => value.ValueKind is JsonValueKind.String,
            KwargKind.QuantileRanges => StructuredKwargs.IsQuantileRanges(value),
            KwargKind.Partition => StructuredKwargs.IsPartition(value),
            KwargKind.Relative => value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.String,
            KwargKind.Query => value.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()),
            KwargKind.RegexList or KwargKind.Texts => IsArray(value, item => item.ValueKind is JsonValueKind.String) && value.GetArrayLength() > 0,
            KwargKind.Text => value.ValueKind is JsonValueKind.String,
            KwargKind.TimeFormat => value.ValueKind is JsonValueKind.String && IsTimeFormat(value.GetString()!),
            KwargKind.JsonSchema => value.ValueKind is JsonValueKind.Object,
            KwargKind.Pairs => IsArray(value, pair => IsArray(pair, IsScalar) && pair.GetArrayLength() == 2),
            KwargKind.Positive => value.ValueKind is JsonValueKind.Number && value.GetDouble() >= 0,
            KwargKind.Condition => value.ValueKind is JsonValueKind.String or JsonValueKind.Object,
            KwargKind.Format => IsFormat(value),
            _ => throw new InvalidOperationException($"No check for {argument.Kind}"),
        };
        if (!valid)
        {
            throw Error(argument, $"{value.GetRawText()} does not fit; give {Describe(argument)}");
        }

        if (argument.Kind is KwargKind.Regex)
        {
            CheckRegex(argument, value.GetString()!);
        }
        else if (argument.Kind is KwargKind.RegexList)
        {
            foreach (var item in value.EnumerateArray())
            {
                CheckRegex(argument, item.GetString()!);
            }
        }
        else if (argument.Kind is KwargKind.JsonSchema)
        {
            CheckSchema(argument, value);
        }
        else if (argument.Kind is KwargKind.Column)
        {
            CheckColumn(argument, value.GetString()!);
        }
        else if (argument.Kind is KwargKind.ColumnList)
        {
            foreach (var item in value.EnumerateArray())
            {
                CheckColumn(argument, item.GetString()!);
            }
        }
    }

    private void CheckColumn(KwargDefinition argument, string column)
    {
        if (columns is not null && !columns.Contains(column))
        {
            throw Error(argument, $"the table has no column \"{column}\"{Suggestion.For(column, columns)}");
        }
    }

    /// <summary>Python and RE2 write a named group as (?P&lt;name&gt;…), .NET without the P.</summary>
    private void CheckRegex(KwargDefinition argument, string pattern)
    {
        try
        {
            _ = new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal).Replace("(?P=", @"\k<", StringComparison.Ordinal), RegexOptions.CultureInvariant);
        }
        catch (ArgumentException invalid)
        {
            throw Error(argument, $"\"{pattern}\" is not a regular expression: {invalid.Message}");
        }
    }

    private void CheckSchema(KwargDefinition argument, JsonElement schema)
    {
        try
        {
            _ = JsonSchema.FromText(schema.GetRawText());
        }
        catch (Exception invalid) when (invalid is JsonException or JsonSchemaException or ArgumentException or InvalidOperationException or RefResolutionException)
        {
            throw Error(argument, $"is no usable JSON Schema: {invalid.Message}");
        }
    }

    private void CheckBounds(JsonElement kwargs)
    {
        var hasMin = Given(kwargs, "min_value");
        var hasMax = Given(kwargs, "max_value");
        if (signature.NeedsBound && !hasMin && !hasMax)
        {
            throw source.Error("kwargs", "min_value and max_value cannot both be missing; give at least one");
        }

        if (!hasMin || !hasMax)
        {
            return;
        }

        var min = kwargs.GetProperty("min_value");
        var max = kwargs.GetProperty("max_value");
        if (min.ValueKind != max.ValueKind)
        {
            throw source.Error("kwargs.min_value", $"{min.GetRawText()} and max_value {max.GetRawText()} are of different types; give two numbers or two times");
        }

        if (min.ValueKind is JsonValueKind.Number ? min.GetDouble() > max.GetDouble() : Time(min) > Time(max))
        {
            throw source.Error("kwargs.min_value", $"{min.GetRawText()} is greater than max_value {max.GetRawText()}; swap them");
        }
    }

    private static bool IsTimeFormat(string format)
    {
        for (var i = format.IndexOf('%', StringComparison.Ordinal); i >= 0; i = i + 2 < format.Length ? format.IndexOf('%', i + 2) : -1)
        {
            if (i + 1 == format.Length || !TimeDirectives.Contains(format[i + 1], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A whole number, written as a real one too: <c>4.0</c>.</summary>
    private static bool IsWhole(JsonElement value) => double.IsInteger(value.GetDouble());

    private static bool IsText(JsonElement value) => value.ValueKind is JsonValueKind.String && value.GetString()!.Length > 0;

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static bool IsArray(JsonElement value, Func<JsonElement, bool> item) => value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item);

    private static bool IsFormat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is "BOOLEAN_ONLY" or "BASIC" or "SUMMARY" or "COMPLETE",
        JsonValueKind.Object => value.TryGetProperty("result_format", out var format) && format.ValueKind is JsonValueKind.String && IsFormat(format),
        _ => false,
    };

    /// <summary>ISO 8601: other orders of day and month would be a guess.</summary>
    private static bool IsTime(JsonElement value) => value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: >= 10 } text && text[4] is '-' && text[7] is '-'
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static DateTimeOffset Time(JsonElement value) =>
        DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Describe(KwargDefinition argument) => argument.Kind switch
    {
        KwargKind.Column or KwargKind.Name => "the name of a column",
        KwargKind.ColumnList => "an array of at least two column names",
        KwargKind.Names => "an array of column names",
        KwargKind.Boolean => "true or false",
        KwargKind.Count => "a whole number",
        KwargKind.Number => "a number",
        KwargKind.Bound => "a number, or a time such as \"2026-01-31T00:00:00\"",
        KwargKind.Share => "a share from 0 to 1",
        KwargKind.ValueSet => argument.MayBeEmpty ? "an array of values" : "an array of at least one value",
        KwargKind.Regex => "a regular expression",
        KwargKind.QuantileRanges => "{\"quantiles\":[…],\"value_ranges\":[[min,max],…]}, as many ranges as quantiles, each quantile from 0 to 1",
        KwargKind.Partition => "{\"values\":[…],\"weights\":[…]} or {\"bins\":[…],\"weights\":[…]}, one weight per value or between two ascending bins, adding up to 1",
        KwargKind.Relative => "false or one of nearest, linear, lower, higher, midpoint",
        KwargKind.Query => "a SELECT",
        KwargKind.RegexList => "an array of at least one regular expression",
        KwargKind.Text => "a text",
        KwargKind.Texts => "an array of at least one text",
        KwargKind.TimeFormat => "a format of strftime, such as \"%Y-%m-%d\"; known directives are " + string.Join(" ", TimeDirectives.Select(letter => "%" + letter)),
        KwargKind.JsonSchema => "a JSON Schema object",
        KwargKind.Pairs => "an array of arrays of two values",
        KwargKind.Positive => "a number, 0 or more",
        KwargKind.Condition => "an object such as {\"type\":\"nullity\",\"column\":{\"name\":\"x\"},\"is_null\":false}, or a string of the condition_parser",
        KwargKind.Format => "BOOLEAN_ONLY, BASIC, SUMMARY, COMPLETE or an object with result_format",
        KwargKind.Choice => "one of " + string.Join(", ", argument.Choices),
        _ => throw new InvalidOperationException($"No description of {argument.Kind}"),
    };

    private Pipelines.PipelineException Error(KwargDefinition argument, string reason) => source.Error($"kwargs.{argument.Name}", reason);
}
