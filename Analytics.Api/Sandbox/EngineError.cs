using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Analytics.Api.Workers;

namespace Analytics.Api.Sandbox;

/// <summary>
/// Reads DuckDB's errors, which the sandbox asks for as JSON:
/// <c>{"exception_type":"Binder","exception_message":"Referenced column \"foo\" not found …","position":"7"}</c>.
/// </summary>
internal static partial class EngineError
{
    public static JobFailure OutOfMemory { get; } = new(
        FailureKind.OutOfMemory,
        "The query needs more memory than one query may use. Filter earlier, group by fewer values, or sort and join less.");

    public static JobFailure Read(string message)
    {
        if (!message.StartsWith('{'))
        {
            return Classify("", message, null);
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            var error = document.RootElement;
            return Classify(Text(error, "exception_type"), Text(error, "exception_message"), Position(error));
        }
        catch (JsonException)
        {
            return Classify("", message, null);
        }
    }

    private static JobFailure Classify(string type, string message, int? position)
    {
        if (type == "Out of Memory" || message.Contains("bad_alloc", StringComparison.Ordinal) || message.Contains("Allocation failure", StringComparison.Ordinal))
        {
            return OutOfMemory;
        }

        var kind = type == "Permission" ? FailureKind.Refused : FailureKind.Invalid;
        var prefix = type.Length == 0 ? "" : type + " Error: ";
        return new JobFailure(kind, ServerPath().Replace(prefix + message, "…"), position);
    }

    private static int? Position(JsonElement error) =>
        int.TryParse(Text(error, "position"), CultureInfo.InvariantCulture, out var position) ? position : null;

    private static string Text(JsonElement error, string property) =>
        error.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Folders of the lake, which are nobody's business: <c>/srv/data/lake/saas/gold/events/part-0.parquet</c> keeps its file name.</summary>
    [GeneratedRegex(@"(?:/[^/\s""']+)+(?=/[^/\s""']+\.parquet)")]
    private static partial Regex ServerPath();
}
