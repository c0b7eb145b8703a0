namespace Analytics.Lake.Parquet;

/// <summary>A list or set as it was read; the values are as in <see cref="ThriftField"/>.</summary>
/// <param name="ElementType">The type of its elements on the wire.</param>
/// <param name="Elements">The elements in their order.</param>
internal sealed record ThriftList(ThriftType ElementType, List<object> Elements)
{
    /// <summary>The elements of a list of structs.</summary>
    /// <exception cref="InvalidDataException">They are something else.</exception>
    public IEnumerable<ThriftStruct> Structs() => Elements.Select(element => element as ThriftStruct ?? throw new InvalidDataException("an element of a list is not a struct"));
}
