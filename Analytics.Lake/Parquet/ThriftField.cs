namespace Analytics.Lake.Parquet;

/// <summary>A field of a <see cref="ThriftStruct"/>.</summary>
/// <param name="Id">Its number in the definition of the struct.</param>
/// <param name="Type">Its type on the wire.</param>
/// <param name="Value">
/// A <see cref="long"/> for bytes and integers, a <see cref="ThriftStruct"/>, a <see cref="ThriftList"/>, null for booleans (the type tells), or the encoded bytes of anything else.
/// </param>
internal readonly record struct ThriftField(short Id, ThriftType Type, object? Value);
