using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>One version of an event's schema in Spark SQL.</summary>
/// <param name="schema">The version.</param>
/// <param name="condition">Whether a record is of this version.</param>
internal sealed class SparkVersion(EventSchema schema, string condition)
{
    private SparkObject _root = null!;

    public string Condition => condition;

    /// <summary>The level from which on all of its columns can be used.</summary>
    public int Level { get; private set; }

    /// <summary>The column that says what is wrong, STRING; NULL when nothing is.</summary>
    public string Broken { get; private set; } = "";

    /// <summary>Whether a declared property occurs twice.</summary>
    public string Repeats { get; private set; } = "";

    /// <summary>Adds the columns of the version.</summary>
    /// <exception cref="PipelineException">SQL can't express a rule.</exception>
    public void Open(SparkStages stages, string json, string isObject, IReadOnlyList<ColumnDefinition> columns)
    {
        ObjectRules rules = schema.CompileRules(out string? uncovered);
        var check = new SparkValueCheck(schema.Source);
        if (uncovered is not null)
        {
            throw check.Refused(uncovered, "event", "which the embedded engine leaves to a full validator");
        }

        _root = new SparkObject(stages, check, rules, "", json, $"({condition}) AND {isObject}", level: 0);
        string broken = _root.Broken(columns);
        Level = stages.Levels;
        Broken = stages.Add(Level, broken);
        Level++;
        Repeats = _root.Repeats();
    }

    /// <summary>The column's value by its type; null when the version does not have it.</summary>
    public string? Typed(ColumnDefinition column)
    {
        if (schema.Columns.All(own => own.Name != column.Name) || _root.Value(column.Name) is not { } value)
        {
            return null;
        }

        string sql = column.Type switch
        {
            ColumnType.Int64 => value.Int64,
            ColumnType.Double => SparkNumber.Double(value.Json),
            ColumnType.Boolean => $"{value.Json} = 'true'",
            ColumnType.Timestamp => value.Time,
            ColumnType.String => value.Text,
            _ => value.Json,
        };
        return $"CASE WHEN {value.Json} <> 'null' THEN {sql} END";
    }
}
