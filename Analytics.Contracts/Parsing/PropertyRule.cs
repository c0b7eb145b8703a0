using System.Text;

namespace Analytics.Contracts.Parsing;

/// <summary>A declared property of an object.</summary>
internal sealed class PropertyRule(string name, ValueRules value, bool isRequired)
{
    public string Name { get; } = name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The name and the closing quote: what a record holds when the property comes next and has no escapes.</summary>
    public byte[] Expected { get; } = Encoding.UTF8.GetBytes(name + '"');

    public ValueRules Value { get; } = value;

    public bool IsRequired { get; } = isRequired;

    /// <summary>Position of the column that takes the value; -1 when none does.</summary>
    public int Column { get; set; } = -1;
}
