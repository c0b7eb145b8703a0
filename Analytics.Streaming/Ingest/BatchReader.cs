using Analytics.Streaming.Contracts;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// The first stage: takes records from the source until the batch is full, or old enough while the second stage is free, and parses them.
/// It knows positions only to tell where the input ends; what counts is decided in the second stage.
/// </summary>
internal sealed class BatchReader
{
    private static readonly TimeSpan FetchWait = TimeSpan.FromMilliseconds(20);

    // Below this, starting threads costs more than they save.
    private const int ParallelFrom = 4000;

    // Batches of a twentieth, one in BatchTime: at most 50,000 records a second by the default settings.
    private const int PressureShare = 20;
    private static readonly TimeSpan PressurePoll = TimeSpan.FromMilliseconds(5);

    private readonly IngestSettings _settings;
    private readonly IRecordSource _source;
    private readonly IEventContracts _contracts;
    private readonly EngineStatus _status;
    private readonly TimeProvider _time;
    private readonly InputEnd _end;
    private readonly IdleClock _idle;
    private readonly bool[] _reportedIdle;
    private readonly long[] _positions;
    private readonly DedupPressure _pressure;
    private bool[]? _reading;

    public BatchReader(
        IngestSettings settings,
        IRecordSource source,
        IEventContracts contracts,
        EndOfInputRequest endOfInput,
        EngineStatus status,
        IngestState state,
        DedupPressure pressure,
        TimeProvider time)
    {
        _settings = settings;
        _source = source;
        _contracts = contracts;
        _status = status;
        _time = time;
        _pressure = pressure;
        _end = new InputEnd(source, endOfInput);
        _idle = new IdleClock(state.Partitions.Count, settings.IdleTimeout, time);
        _reportedIdle = [.. state.Partitions.Select(partition => partition.Idle)];
        _positions = [.. state.Partitions.Select(partition => partition.NextOffset)];
    }

    /// <summary>Fills the batch. Returns when there is something to commit: records, a partition gone idle, or the end of the input.</summary>
    /// <param name="batch">The batch, empty.</param>
    /// <param name="writerIsFree">Whether the second stage waits for work.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task ReadAsync(ParsedBatch batch, Func<bool> writerIsFree, CancellationToken cancellationToken)
    {
        await FollowPressureAsync(writerIsFree, cancellationToken);
        var started = _time.GetTimestamp();
        long? first = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fetched = Fetch(batch);
            if (fetched > 0 && first is null)
            {
                first = _time.GetTimestamp();
                batch.FetchedAt = Microseconds(_time.GetUtcNow());
            }

            if (IsComplete(batch, first, writerIsFree))
            {
                break;
            }
        }

        var parsing = _time.GetTimestamp();
        batch.FetchTime = _time.GetElapsedTime(first ?? started, parsing);
        await ParseAsync(batch, cancellationToken);
        TraceLinks.Collect(batch);
        batch.ParseTime = _time.GetElapsedTime(parsing);
    }

    /// <summary>While the index of known ids is too large, a batch waits for the one before it to be committed, and only the partitions chosen then are read.</summary>
    private async Task FollowPressureAsync(Func<bool> writerIsFree, CancellationToken cancellationToken)
    {
        if (_pressure.IsOver)
        {
            await Task.Delay(_settings.BatchTime, _time, cancellationToken);
            while (!writerIsFree())
            {
                await Task.Delay(PressurePoll, _time, cancellationToken);
            }
        }

        var reading = _pressure.Reading;
        if (ReferenceEquals(reading, _reading))
        {
            return;
        }

        _reading = reading;
        _source.Assign(_positions, reading);
        for (var partition = 0; partition < _positions.Length; partition++)
        {
            if (reading is not null && !reading[partition])
            {
                // Not read is not idle.
                _idle.Read(partition);
            }
        }
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private int MostRecords => _pressure.IsOver ? Math.Max(1, _settings.BatchRecords / PressureShare) : _settings.BatchRecords;

    private int Fetch(ParsedBatch batch)
    {
        var fetched = _source.Fetch(batch.Records, Math.Max(1, MostRecords - batch.Records.Count), FetchWait);
        if (_source.IsDown)
        {
            _idle.Disconnected();
            _status.Enter(EngineStates.WaitingForKafka, "The broker can't be reached.");
        }
        else if (_status.State == EngineStates.WaitingForKafka)
        {
            _status.Enter(EngineStates.Running);
        }

        foreach (var partition in batch.Records.Partitions)
        {
            if (partition.Count > 0)
            {
                _positions[partition.Partition] = partition[partition.Count - 1].Offset + 1;
                _idle.Read(partition.Partition);
            }

            if (partition.EndReached is { } end)
            {
                _positions[partition.Partition] = Math.Max(_positions[partition.Partition], end);
                _idle.EndReached(partition.Partition);
            }
        }

        return fetched;
    }

    private bool IsComplete(ParsedBatch batch, long? first, Func<bool> writerIsFree)
    {
        if (batch.Records.Count >= MostRecords || batch.Records.Bytes >= _settings.BatchBytes)
        {
            NoteIdle(batch);
            return true;
        }

        if (!writerIsFree())
        {
            return false;
        }

        batch.EndOfInput = _end.IsReached(_positions);
        var nowIdle = NoteIdle(batch);
        return batch.EndOfInput
            || (first is null ? nowIdle : _time.GetElapsedTime(first.Value) >= _settings.BatchTime);
    }

    /// <summary>Notes which partitions are idle.</summary>
    /// <returns>True when one has become idle.</returns>
    private bool NoteIdle(ParsedBatch batch)
    {
        var changed = false;
        for (var partition = 0; partition < batch.Idle.Length; partition++)
        {
            var idle = _idle.IsIdle(partition) || (_reportedIdle[partition] && batch.Records.Partitions[partition].Count == 0);
            changed |= idle && !_reportedIdle[partition];
            _reportedIdle[partition] = idle;
            batch.Idle[partition] = idle;
        }

        return changed;
    }

    private async Task ParseAsync(ParsedBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Records.Count > 0)
        {
            await _contracts.PrepareAsync(batch.Records, cancellationToken);
        }

        batch.StartParsing(_contracts.Columns);
        if (batch.Records.Count >= ParallelFrom)
        {
            Parallel.ForEach(batch.Partitions.SelectMany(partition => partition.Chunks), _contracts.Parse);
        }
        else
        {
            foreach (var partition in batch.Partitions)
            {
                partition.Chunks.ForEach(_contracts.Parse);
            }
        }
    }
}
