using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// What an object must satisfy, and where its keys are expected: events of one producer have their keys in one order,
/// so the key that followed last time is tried first.
/// </summary>
internal sealed class ObjectRules
{
    private readonly PropertyRule[] _properties;
    private readonly int _requiredCount;
    private int _requiredSeen;
    private long _object;

    public ObjectRules(IReadOnlyList<PropertyRule> properties, bool allowsAdditional, ValueRules? additional)
    {
        _properties = [.. properties];
        First = _properties.FirstOrDefault();
        for (int index = 1; index < _properties.Length; index++)
        {
            _properties[index - 1].Follower = _properties[index];
        }

        _requiredCount = _properties.Count(property => property.IsRequired);
        AllowsAdditional = allowsAdditional;
        Additional = additional;
    }

    public IReadOnlyList<PropertyRule> Properties => _properties;

    public bool AllowsAdditional { get; }

    /// <summary>The rules of undeclared properties; null when anything goes.</summary>
    public ValueRules? Additional { get; }

    public bool HasAllRequired => _requiredSeen == _requiredCount;

    public PropertyRule this[int index] => _properties[index];

    /// <summary>The property expected first; null when none is.</summary>
    public PropertyRule? First { get; private set; }

    /// <summary>Begins an object: no property has been seen.</summary>
    public void Begin()
    {
        _requiredSeen = 0;
        _object++;
    }

    /// <summary>The property of that name, now expected after <paramref name="previous"/> (null: at the start); null when it is not declared.</summary>
    public PropertyRule? Find(ReadOnlySpan<byte> name, PropertyRule? previous)
    {
        foreach (PropertyRule property in _properties)
        {
            if (name.SequenceEqual(property.Utf8Name))
            {
                if (previous is null)
                {
                    First = property;
                }
                else
                {
                    previous.Follower = property;
                }

                return property;
            }
        }

        return null;
    }

    /// <summary>Marks a property as seen; false when it already was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySee(PropertyRule property)
    {
        if (property.SeenIn == _object)
        {
            return false;
        }

        property.SeenIn = _object;
        _requiredSeen += property.IsRequired ? 1 : 0;
        return true;
    }

    /// <summary>The first required property that has not been seen.</summary>
    public string FirstMissing() => _properties.First(property => property.IsRequired && property.SeenIn != _object).Name;
}
