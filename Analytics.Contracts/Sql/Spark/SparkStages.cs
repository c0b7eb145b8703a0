using System.Globalization;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>Columns in levels: those of a level are computed from the levels below it, by a SELECT around theirs.</summary>
internal sealed class SparkStages
{
    private readonly List<List<string>> _levels = [];
    private int _count;

    /// <summary>Levels with columns so far.</summary>
    public int Levels => _levels.Count;

    /// <summary>Adds a column.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="sql">How it is computed.</param>
    /// <returns>Its name.</returns>
    public string Add(int level, string sql)
    {
        while (_levels.Count <= level)
        {
            _levels.Add([]);
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"_c{_count++}");
        _levels[level].Add($"{sql} AS {name}");
        return name;
    }

    /// <summary>A parenthesised SELECT with all columns of a relation and those added.</summary>
    public string Around(string relation) =>
        _levels.Where(level => level.Count > 0).Aggregate(relation, (inner, level) => $"(SELECT *, {string.Join(", ", level)} FROM {inner})");
}
