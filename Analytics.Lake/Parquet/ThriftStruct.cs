namespace Analytics.Lake.Parquet;

/// <summary>A struct as it was read: fields that we do not know are kept and written again.</summary>
internal sealed class ThriftStruct
{
    private readonly List<ThriftField> _fields = [];

    public IReadOnlyList<ThriftField> Fields => _fields;

    public void Add(ThriftField field) => _fields.Add(field);

    public void AddInt32(short id, int value) => Add(new ThriftField(id, ThriftType.Int32, (long)value));

    public void AddInt64(short id, long value) => Add(new ThriftField(id, ThriftType.Int64, value));

    public void AddBinary(short id, byte[] value) => Add(new ThriftField(id, ThriftType.Binary, value));

    public void AddTrue(short id) => Add(new ThriftField(id, ThriftType.True, null));

    public void AddStruct(short id, ThriftStruct value) => Add(new ThriftField(id, ThriftType.Struct, value));

    public void AddList(short id, ThriftType elementType, IEnumerable<object> elements) => Add(new ThriftField(id, ThriftType.List, new ThriftList(elementType, [.. elements])));

    public bool Has(short id) => _fields.Exists(field => field.Id == id);

    /// <summary>An integer field; null when it is missing.</summary>
    public long? Integer(short id) => Value(id) as long?;

    /// <summary>A struct field.</summary>
    /// <exception cref="InvalidDataException">It is missing or of another type.</exception>
    public ThriftStruct Struct(short id) => Value(id) as ThriftStruct ?? throw Missing(id, "a struct");

    /// <summary>A list field.</summary>
    /// <exception cref="InvalidDataException">It is missing or of another type.</exception>
    public ThriftList List(short id) => Value(id) as ThriftList ?? throw Missing(id, "a list");

    /// <summary>Gives a field that is there another value; one that is missing stays so.</summary>
    public void Replace(short id, long value)
    {
        if (_fields.FindIndex(field => field.Id == id) is >= 0 and var index)
        {
            _fields[index] = _fields[index] with { Value = value };
        }
    }

    public void Remove(short id) => _fields.RemoveAll(field => field.Id == id);

    private object? Value(short id) => _fields.Find(field => field.Id == id).Value;

    private static InvalidDataException Missing(short id, string what) => new($"field {id} is missing or not {what}");
}
