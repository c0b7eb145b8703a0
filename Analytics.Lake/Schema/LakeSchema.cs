namespace Analytics.Lake.Schema;

/// <summary>A table's columns, in order.</summary>
/// <param name="Columns">The columns; names are unique.</param>
public sealed record LakeSchema(IReadOnlyList<LakeColumn> Columns)
{
    /// <summary>The schema as the <c>schemaString</c> of a Delta <c>metaData</c> action.</summary>
    public string ToJson() => throw new NotImplementedException();

    /// <summary>Reads a <c>schemaString</c>.</summary>
    /// <exception cref="FormatException">A type the lake does not use.</exception>
    public static LakeSchema Parse(string schemaString) => throw new NotImplementedException();

    /// <summary>This schema with the columns of <paramref name="other"/> that it lacks appended as nullable.</summary>
    /// <exception cref="InvalidOperationException">A column has another type there.</exception>
    public LakeSchema Merge(LakeSchema other) => throw new NotImplementedException();
}
