namespace Analytics.Contracts.Parsing;

/// <summary>
/// What an object must satisfy, and where its keys are expected: events of one producer have their keys in one order,
/// so the key that followed last time is tried first.
/// </summary>
internal sealed class ObjectRules
{
    private const int BitsPerWord = 64;

    private readonly PropertyRule[] _properties;
    private readonly int[] _successors;
    private readonly ulong[] _seen;
    private readonly int _requiredCount;
    private int _requiredSeen;

    public ObjectRules(IReadOnlyList<PropertyRule> properties, bool allowsAdditional, ValueRules? additional)
    {
        _properties = [.. properties];
        _successors = [.. Enumerable.Range(0, _properties.Length), -1];
        _seen = new ulong[(_properties.Length / BitsPerWord) + 1];
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

    /// <summary>Begins an object: no property has been seen.</summary>
    public void Begin()
    {
        _requiredSeen = 0;
        foreach (ref ulong word in _seen.AsSpan())
        {
            word = 0;
        }
    }

    /// <summary>The property expected after <paramref name="previous"/> (-1: at the start); -1 when none is.</summary>
    public int ExpectedAfter(int previous) => _successors[previous + 1];

    /// <summary>Position of the property of that name, now expected after <paramref name="previous"/>; -1 when it is not declared.</summary>
    public int Find(ReadOnlySpan<byte> name, int previous)
    {
        for (int index = 0; index < _properties.Length; index++)
        {
            if (name.SequenceEqual(_properties[index].Utf8Name))
            {
                _successors[previous + 1] = index;
                return index;
            }
        }

        return -1;
    }

    /// <summary>Marks a property as seen; false when it already was.</summary>
    public bool TrySee(int index)
    {
        ref ulong word = ref _seen[index / BitsPerWord];
        ulong bit = 1UL << (index % BitsPerWord);
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        _requiredSeen += _properties[index].IsRequired ? 1 : 0;
        return true;
    }

    /// <summary>The first required property that has not been seen.</summary>
    public string FirstMissing() => _properties.Where((property, index) => property.IsRequired && !HasSeen(index)).First().Name;

    private bool HasSeen(int index) => (_seen[index / BitsPerWord] & (1UL << (index % BitsPerWord))) != 0;
}
