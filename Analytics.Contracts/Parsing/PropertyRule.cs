using System.Text;

namespace Analytics.Contracts.Parsing;

/// <summary>A declared property of an object.</summary>
internal sealed class PropertyRule(string name, ValueRules value, bool isRequired)
{
    // No UTF-8 text has this byte.
    private static readonly byte[] NeverInText = [0xFF];

    public string Name { get; } = name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>
    /// The name in quotes and the colon: what a record holds when the property comes next, without white space. A name that JSON writes with escapes
    /// is not expected.
    /// </summary>
    public byte[] Expected { get; } = NeedsEscapes(name) ? NeverInText : Encoding.UTF8.GetBytes($"\"{name}\":");

    public ValueRules Value { get; } = value;

    public bool IsRequired { get; } = isRequired;

    /// <summary>Position of the column that takes the value; -1 when none does.</summary>
    public int Column { get; set; } = -1;

    private static bool NeedsEscapes(string name) => name.Any(character => character is '"' or '\\' or < ' ');
}
