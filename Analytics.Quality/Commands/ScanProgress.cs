using System.Globalization;
using DuckDB.NET.Data;

namespace Analytics.Quality.Commands;

/// <summary>Shows how far a long scan is: on a terminal one line that is written anew, where it was asked for a line each second with news.</summary>
internal sealed class ScanProgress : IDisposable
{
    /// <summary>The option of the commands that scan.</summary>
    public const string Option = "--progress";

    /// <summary>What <see cref="Option"/> says in their help.</summary>
    public const string Description = "Says each second on standard error how far a long scan is; on a terminal it does so unasked.";

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private readonly DuckDBConnection _connection;
    private readonly string _file;
    private readonly TextWriter _errors;
    private readonly bool _isTerminal;
    private readonly ITimer? _timer;
    private readonly Lock _lock = new();
    private int _shown = -1;
    private bool _disposed;

    /// <param name="connection">The connection that scans.</param>
    /// <param name="file">The name of what is scanned.</param>
    /// <param name="errors">Where the progress goes.</param>
    /// <param name="isTerminal">Whether a person sees <paramref name="errors"/> at once.</param>
    /// <param name="isAsked">Whether it is wanted without a terminal too.</param>
    /// <param name="step">How often; a second when null.</param>
    public ScanProgress(DuckDBConnection connection, string file, TextWriter errors, bool isTerminal, bool isAsked, TimeSpan? step = null)
    {
        (_connection, _file, _errors, _isTerminal) = (connection, file, errors, isTerminal);
        if (isTerminal || isAsked)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SET enable_progress_bar = true; SET enable_progress_bar_print = false;";
            command.ExecuteNonQuery();
            _timer = TimeProvider.System.CreateTimer(_ => Show(), null, step ?? Usual, step ?? Usual);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            if (!_disposed && _isTerminal && _shown >= 0)
            {
                _errors.Write("\r\u001b[K");
            }

            _disposed = true;
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            // A suite may take several statements: each has a progress of its own. Those that have just begun have none yet.
            var percent = _disposed ? -1 : (int)_connection.GetQueryProgress().Percentage;
            if (percent < 0 || percent == _shown)
            {
                return;
            }

            _shown = percent;
            if (_isTerminal)
            {
                _errors.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_file}: {percent} % \u001b[K"));
            }
            else
            {
                _errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_file}: {percent} %"));
            }
        }
    }
}
