using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Analytics.Api.Sandbox.Results;
using Analytics.Api.Workers;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox;

/// <summary>Runs jobs in a worker process: gate, locked database, rows out in chunks, one Done or Failed frame at the end.</summary>
/// <param name="settings">The worker's limits.</param>
/// <param name="output">Where frames go.</param>
internal sealed class JobRunner(WorkerSettings settings, Stream output)
{
    private readonly Lock _lock = new();
    private SandboxDatabase? _fresh;
    private FunctionPolicy? _policy;
    private DuckDBCommand? _running;
    private FailureKind? _stopped;

    /// <summary>Opens the database of the next job while nobody waits for it.</summary>
    public void Prepare()
    {
        _fresh ??= new SandboxDatabase(settings.MemoryLimit, settings.Threads);
        _policy ??= FunctionPolicy.Load(_fresh.Connection);
    }

    /// <summary>Interrupts the job under way. Called from another thread.</summary>
    public void Cancel() => Stop(FailureKind.Cancelled);

    public void Run(QueryJob job)
    {
        var started = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _stopped = null;
        }

        try
        {
            using var timer = new Timer(_ => Stop(FailureKind.Timeout), null, job.TimeoutMilliseconds, Timeout.Infinite);
            var summary = Answer(job, started);
            FrameCodec.Write(output, FrameKind.Done, JsonSerializer.SerializeToUtf8Bytes(summary, WorkerJson.Default.JobSummary));
        }
        catch (Exception exception) when (exception is not IOException)
        {
            var failure = FailureOf(exception, job);
            FrameCodec.Write(output, FrameKind.Failed, JsonSerializer.SerializeToUtf8Bytes(failure, WorkerJson.Default.JobFailure));
        }
    }

    private JobSummary Answer(QueryJob job, long started)
    {
        Prepare();
        using var database = _fresh!;
        _fresh = null;

        var tables = job.Tables.ToDictionary(table => table.Name, StringComparer.OrdinalIgnoreCase);
        var statement = new StatementGate(_policy!, tables).Check(database.Connection, job.Sql);
        if (job.IsQuestion)
        {
            return Summary(0, truncated: false);
        }

        var referenced = statement.Tables.Select(name => tables[name]).ToList();
        database.Lock(referenced);
        database.Show(referenced, Bounds(database, job, statement.Conditions, tables));

        using var writer = ResultWriter.Create(job.Format, new FrameBuffer(output));
        var (rows, truncated) = Copy(database.Connection, job, writer);
        var summary = Summary(rows, truncated);
        writer.End(rows, truncated, summary.ElapsedMilliseconds);
        return summary;

        JobSummary Summary(long rows, bool truncated) => new(rows, truncated, Stopwatch.GetElapsedTime(started).TotalMilliseconds, Environment.WorkingSet, statement.Tables);
    }

    /// <summary>The times that the statement wants of its tables, as far as they can be told beforehand.</summary>
    private Dictionary<string, TimeBounds> Bounds(SandboxDatabase database, QueryJob job, IReadOnlyList<TimeCondition> conditions, Dictionary<string, JobTable> tables)
    {
        if (conditions.Count == 0)
        {
            return [];
        }

        try
        {
            var used = TimeBoundsQuery.Parameters(conditions);
            var tree = TimeBoundsQuery.Tree(SyntaxTree.Of(database.Connection, "SELECT 0"), conditions, used);
            var sql = TimeBoundsQuery.Microseconds(SyntaxTree.ToSql(database.Connection, tree), conditions.Count);
            using var command = Command(database.Connection, sql, job.Parameters.Where(parameter => used.Contains(parameter.Key)));
            using var reader = Execute(command);
            reader.Read();
            long?[] values = [.. Enumerable.Range(0, conditions.Count).Select(index => reader.IsDBNull(index) ? (long?)null : reader.GetInt64(index))];
            return TimeBoundsQuery.Bounds(conditions, values, table => tables[table].Scan.TimeColumn!);
        }
        catch (DuckDBException)
        {
            // The statement will say what is wrong with them, if it comes to that.
            database.Restart();
            return [];
        }
        finally
        {
            Track(null);
        }
    }

    private (long Rows, bool Truncated) Copy(DuckDBConnection connection, QueryJob job, ResultWriter writer)
    {
        IReadOnlyList<ResultColumn> columns;
        using (var command = Command(connection, job.Sql, job.Parameters))
        {
            try
            {
                using var reader = Execute(command);
                columns = ResultColumn.Of(reader);
                if (!columns.Any(column => column.IsNested))
                {
                    return ResultCopy.Run(reader, columns, writer, job.MaxRows, job.MaxBytes, Watch);
                }
            }
            finally
            {
                Track(null);
            }
        }

        using var unnested = Command(connection, ResultColumn.Unnest(job.Sql, columns), job.Parameters);
        try
        {
            using var reader = Execute(unnested);
            return ResultCopy.Run(reader, columns, writer, job.MaxRows, job.MaxBytes, Watch);
        }
        finally
        {
            Track(null);
        }
    }

    private static DuckDBCommand Command(DuckDBConnection connection, string sql, IEnumerable<KeyValuePair<string, JsonElement>> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(new DuckDBParameter(name, ParameterValue.From(name, value)));
        }

        return command;
    }

    private DuckDBDataReader Execute(DuckDBCommand command)
    {
        Track(command);
        return command.ExecuteReader();
    }

    /// <summary>Between rows an interrupt finds nothing to interrupt: look whether one came.</summary>
    private void Watch()
    {
        lock (_lock)
        {
            if (_stopped is not null)
            {
                throw new OperationCanceledException();
            }
        }
    }

    private void Track(DuckDBCommand? command)
    {
        lock (_lock)
        {
            _running = command;
            if (command is not null && _stopped is not null)
            {
                throw new OperationCanceledException();
            }
        }
    }

    private void Stop(FailureKind reason)
    {
        lock (_lock)
        {
            _stopped ??= reason;
            _running?.Cancel();
        }
    }

    private JobFailure FailureOf(Exception exception, QueryJob job)
    {
        lock (_lock)
        {
            if (_stopped is { } reason)
            {
                return new JobFailure(reason, reason == FailureKind.Timeout
                    ? $"The query ran longer than {job.TimeoutMilliseconds / 1000.0:0.###} s. Read a shorter time range, fewer columns or one table less."
                    : "The client went away.");
            }
        }

        var failure = exception switch
        {
            JobFailedException failed => failed.Failure,
            OutOfMemoryException => EngineError.OutOfMemory,
            _ => EngineError.Read(exception.Message),
        };
        return failure with { Position = Characters(job.Sql, failure.Position) };
    }

    /// <summary>DuckDB counts bytes of UTF-8; people and editors count characters.</summary>
    private static int? Characters(string sql, int? bytes)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        return bytes is { } position && position <= text.Length ? Encoding.UTF8.GetCharCount(text, 0, position) : null;
    }
}
