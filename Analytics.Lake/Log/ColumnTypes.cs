using System.Collections.Frozen;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>
/// What is known of a table's column types, to read the statistics in its log: <c>"2026-01-01"</c> may bound a string or a timestamp. Columns never
/// change their type, so that types learned from any version hold for all.
/// </summary>
/// <param name="find">Finds the schema in force at a version.</param>
internal sealed class ColumnTypes(Func<long, LakeSchema?> find)
{
    private volatile FrozenDictionary<string, LakeType> _types = FrozenDictionary<string, LakeType>.Empty;

    public void Learn(LakeSchema schema) => _types = schema.Columns.ToFrozenDictionary(column => column.Name, column => column.Type);

    /// <returns>Null for a column that the table does not have.</returns>
    public LakeType? Find(string column, long version)
    {
        if (_types.TryGetValue(column, out var type))
        {
            return type;
        }

        if (find(version) is { } schema)
        {
            Learn(schema);
        }

        return _types.TryGetValue(column, out type) ? type : null;
    }
}
