using Analytics.Quality.Evaluation.Columns;
using DuckDB.NET.Data;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>Samples of several conditions from one pass over the rows, which ends as soon as each has its rows.</summary>
internal sealed class SharedSamples
{
    private readonly Dictionary<string, (IReadOnlyList<RelationColumn> Columns, List<object?[]> Rows)> _byCondition = [];

    /// <summary>The rows of a condition: the row's number, then the columns; null when they were not asked for.</summary>
    public IReadOnlyList<object?[]>? Find(string condition, IReadOnlyList<RelationColumn> columns) =>
        _byCondition.TryGetValue(condition, out var found) && found.Columns.SequenceEqual(columns) ? found.Rows : null;

    /// <summary>Reads the rows of all requests; a condition that is asked for twice counts once.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="with">The beginning of the statement, which defines the numbered rows.</param>
    /// <param name="rowNumber">The column of their numbers.</param>
    /// <param name="requests">The requests.</param>
    public void Read(DuckDBConnection connection, string with, string rowNumber, IReadOnlyList<SampleRequest> requests)
    {
        var open = requests.DistinctBy(request => request.Condition).ToArray();
        var columns = open.SelectMany(request => request.Columns).Distinct().ToArray();
        using var command = connection.CreateCommand();
        command.UseStreamingMode = true;
        command.CommandText = $"{with}SELECT * FROM (SELECT {rowNumber}, {string.Join(", ", open.Select((request, i) => $"coalesce({request.Condition}, false) AS c{i}"))}, "
            + $"{string.Join(", ", columns.Select((column, i) => $"{column.Shown} AS v{i}"))} FROM {BatchReader.Numbered}) WHERE {string.Join(" OR ", open.Select((_, i) => $"c{i}"))}";
        var samples = open.Select(request => (Request: request, Places: request.Columns.Select(column => 1 + open.Length + Array.IndexOf(columns, column)).ToArray(), Rows: new List<object?[]>())).ToArray();
        using var reader = command.ExecuteReader();
        var missing = open.Sum(request => request.Wanted);
        while (missing > 0 && reader.Read())
        {
            for (var i = 0; i < samples.Length; i++)
            {
                if (samples[i].Rows.Count < samples[i].Request.Wanted && reader.GetBoolean(1 + i))
                {
                    samples[i].Rows.Add([reader.GetValue(0), .. samples[i].Places.Select(place => Cell.Read(reader, place))]);
                    missing--;
                }
            }
        }

        foreach (var (request, _, rows) in samples)
        {
            _byCondition[request.Condition] = (request.Columns, rows);
        }
    }
}
