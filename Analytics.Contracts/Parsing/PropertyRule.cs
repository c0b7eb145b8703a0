using System.Text;
using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Parsing;

/// <summary>A declared property of an object.</summary>
internal sealed class PropertyRule(string name, ValueRules value, bool isRequired)
{
    private readonly ExpectedName _expected = new(name);

    public string Name { get; } = name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public ref readonly ExpectedName Expected => ref _expected;

    /// <summary>The property expected next; null when none is.</summary>
    public PropertyRule? Follower { get; set; }

    /// <summary>The last of its objects, by <see cref="ObjectRules"/>' count of them, that had it.</summary>
    public long SeenIn { get; set; }

    public ValueRules Value { get; } = value;

    public bool IsRequired { get; } = isRequired;

    /// <summary>Position of the column that takes the value; -1 when none does.</summary>
    public int Column { get; private set; } = -1;

    /// <summary>The column of the batch being filled; null when none takes the value.</summary>
    public ColumnBuffer? Target { get; set; }

    /// <summary>What to try first at the value.</summary>
    public PlainValue Plain { get; private set; }

    /// <summary>Whether null goes to the column as it is.</summary>
    public bool AdmitsNull { get; private set; }

    /// <summary>Whether a keyword speaks of the value's text.</summary>
    public bool ChecksText { get; private set; }

    /// <summary>Sends the values to a column.</summary>
    /// <param name="column">Its position.</param>
    /// <param name="type">Its type.</param>
    public void SendTo(int column, ColumnType type)
    {
        Column = column;
        bool admitsNumber = Value.Literals is null && (Value.Types & JsonTypes.Number) != 0;
        Plain = type switch
        {
            ColumnType.String when (Value.Types & JsonTypes.String) != 0 && Value.Format != StringFormat.DateTime => PlainValue.Text,
            ColumnType.Timestamp when (Value.Types & JsonTypes.String) != 0 && Value.Format == StringFormat.DateTime => PlainValue.Time,
            ColumnType.Int64 when admitsNumber => PlainValue.Integer,
            ColumnType.Double when admitsNumber && (Value.Types & JsonTypes.Number) == JsonTypes.Number => PlainValue.Real,
            _ => PlainValue.None,
        };
        AdmitsNull = (Value.Types & JsonTypes.Null) != 0 && (Value.Literals is not { } literals || (literals.Types & JsonTypes.Null) != 0);
        ChecksText = Value is not { Literals: null, MinLength: 0, MaxLength: int.MaxValue, Format: not StringFormat.Uuid, Pattern: null };
    }
}
