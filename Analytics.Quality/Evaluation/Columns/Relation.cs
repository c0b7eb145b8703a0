using System.Data.Common;
using Analytics.Lake.Schema;

namespace Analytics.Quality.Evaluation.Columns;

/// <summary>The data under evaluation: a SELECT and its columns.</summary>
/// <param name="Sql">A SELECT in parentheses or the name of a table.</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record Relation(string Sql, IReadOnlyList<RelationColumn> Columns)
{
    /// <summary>The name by which statements refer to the data.</summary>
    public const string Name = "batch";

    /// <summary>The beginning of every statement. Not materialised: each scan reads only the columns it needs.</summary>
    public string With => $"WITH {Name} AS NOT MATERIALIZED (SELECT * FROM {Sql}) ";

    /// <summary>The files that the data is in, with those of <see cref="Others"/>: what a suite's own SQL may read.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Other tables that expectations may name, each a SELECT in parentheses.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();

    /// <summary>Another table by its name.</summary>
    /// <exception cref="DataMismatchException">No such table was given.</exception>
    public string Other(string name) => Others.TryGetValue(name, out var sql)
        ? sql
        : throw new DataMismatchException($"There is no table \"{name}\"; give it as --table {name}=FILE.");

    /// <summary>The column of that name, or null.</summary>
    public RelationColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>Lake files of a known schema.</summary>
    public static Relation Of(string sql, LakeSchema schema) => new(sql, [.. schema.Columns.Select(column => new RelationColumn(column.Name, TypeName(column.Type)))]);

    /// <summary>Any SELECT or table: DuckDB is asked for its columns.</summary>
    public static Relation Describe(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {sql}";
        using var reader = command.ExecuteReader();
        var columns = new List<RelationColumn>();
        while (reader.Read())
        {
            columns.Add(new RelationColumn(reader.GetString(0), reader.GetString(1)));
        }

        return new Relation(sql, columns);
    }

    private static string TypeName(LakeType type) => type switch
    {
        LakeType.String => "VARCHAR",
        LakeType.Integer => "INTEGER",
        LakeType.Long => "BIGINT",
        LakeType.Double => "DOUBLE",
        LakeType.Boolean => "BOOLEAN",
        LakeType.Timestamp => "TIMESTAMP",
        LakeType.Binary => "BLOB",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
