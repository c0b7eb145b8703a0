using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Analytics.Api.Workers;

namespace Analytics.Api.Sandbox;

/// <summary>A JSON value as DuckDB takes it. Times are strings: DuckDB casts them where they are compared with a timestamp.</summary>
internal static class ParameterValue
{
    public static object? From(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out var integer) => integer,
        JsonValueKind.Number when BigInteger.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) => large,
        JsonValueKind.Number => value.GetDouble(),
        _ => throw new JobFailedException(new JobFailure(
            FailureKind.Invalid,
            $"The parameter \"{name}\" is an {(value.ValueKind == JsonValueKind.Array ? "array" : "object")}; a parameter is a string, number, boolean or null.")),
    };
}
