using DuckDB.NET.Data;

namespace Analytics.Quality.Commands;

/// <summary>Shows on the terminal how far a long scan is; silent where errors go to a file.</summary>
internal sealed class ScanProgress : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly DuckDBConnection _connection;
    private readonly string _file;
    private readonly Timer? _timer;
    private bool _shown;

    public ScanProgress(DuckDBConnection connection, string file)
    {
        (_connection, _file) = (connection, file);
        if (!Console.IsErrorRedirected)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SET enable_progress_bar = true; SET enable_progress_bar_print = false;";
            command.ExecuteNonQuery();
            _timer = new Timer(Show, null, Step, Step);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        if (_shown)
        {
            Console.Error.Write("\r\u001b[K");
            _shown = false;
        }
    }

    private void Show(object? state)
    {
        var percent = _connection.GetQueryProgress().Percentage;
        if (percent >= 0)
        {
            _shown = true;
            Console.Error.Write($"\r{_file}: {percent:0} % \u001b[K");
        }
    }
}
