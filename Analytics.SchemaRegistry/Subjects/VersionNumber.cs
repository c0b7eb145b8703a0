using System.Globalization;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>A version in a path: 1 to 2^31-1, or the latest (<c>latest</c>, <c>-1</c>).</summary>
/// <param name="Value">The number; -1 for the latest.</param>
internal readonly record struct VersionNumber(int Value)
{
    private const int Latest = -1;

    public bool IsLatest => Value == Latest;

    /// <summary>Reads a version.</summary>
    /// <exception cref="RegistryProblem">42202 for anything else.</exception>
    public static VersionNumber Parse(string text)
    {
        var trimmed = text.Trim();
        if (string.Equals(trimmed, "latest", StringComparison.OrdinalIgnoreCase))
        {
            return new VersionNumber(Latest);
        }

        return int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value is Latest or > 0
            ? new VersionNumber(value)
            : throw Problems.InvalidVersion(text);
    }
}
