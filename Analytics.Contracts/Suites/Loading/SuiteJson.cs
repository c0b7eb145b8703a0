using System.Text.Json;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>Fields of a suite or an expectation, read with errors that name them.</summary>
internal static class SuiteJson
{
    public static void RefuseOtherKeys(JsonElement item, HashSet<string> known, SuiteSource source)
    {
        foreach (var property in item.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw source.Error(property.Name, $"unknown field{Suggestion.For(property.Name, known)}");
            }
        }
    }

    public static string? OptionalText(JsonElement item, string name, SuiteSource source)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw source.Error(name, "must be a string that is not empty");
    }

    public static JsonElement? OptionalObject(JsonElement item, string name, SuiteSource source)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Object ? value.Clone() : throw source.Error(name, "must be a JSON object");
    }

    public static JsonElement? Notes(JsonElement item, SuiteSource source)
    {
        if (!item.TryGetProperty("notes", out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        var valid = value.ValueKind is JsonValueKind.String
            || (value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(line => line.ValueKind is JsonValueKind.String));
        return valid ? value.Clone() : throw source.Error("notes", "must be a string or an array of strings");
    }

    public static Severity Severity(JsonElement item, SuiteSource source) => OptionalText(item, "severity", source) switch
    {
        null or "critical" => Suites.Severity.Critical,
        "warning" => Suites.Severity.Warning,
        "info" => Suites.Severity.Info,
        var other => throw source.Error("severity", $"\"{other}\" is not a severity; use critical, warning or info, in lower case"),
    };

    public static FailureAction? OnFailure(JsonElement? meta, SuiteSource source)
    {
        if (meta is not { } present || !present.TryGetProperty("on_failure", out var value))
        {
            return null;
        }

        return (value.ValueKind is JsonValueKind.String ? value.GetString() : null) switch
        {
            "quarantine_rows" => FailureAction.QuarantineRows,
            "quarantine_batch" => FailureAction.QuarantineBatch,
            _ => throw source.Error("meta.on_failure", $"{value.GetRawText()} is not an action; use quarantine_rows or quarantine_batch"),
        };
    }
}
