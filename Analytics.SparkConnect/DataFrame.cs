using Analytics.SparkConnect.Protocol;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Analytics.SparkConnect;

/// <summary>Rows that the server can compute: a source or a query, and what is done with it. Immutable.</summary>
public sealed class DataFrame
{
    private readonly SparkSession _session;
    private readonly Relation _relation;
    private readonly string? _sql;

    internal DataFrame(SparkSession session, Relation relation, string? sql)
    {
        _session = session;
        _relation = relation;
        _sql = sql;
    }

    /// <summary>Declares the event time of a stream and how far events may lag behind the newest.</summary>
    /// <param name="column">A TIMESTAMP column.</param>
    /// <param name="delay">In whole milliseconds.</param>
    public DataFrame WithWatermark(string column, TimeSpan delay) => With(new Relation
    {
        WithWatermark = new WithWatermark
        {
            Input = _relation,
            EventTime = column,
            DelayThreshold = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(long)delay.TotalMilliseconds} milliseconds"),
        },
    });

    /// <summary>Of the rows of a stream with the same values in these columns the first one, as long as the watermark remembers it.</summary>
    public DataFrame DropDuplicatesWithinWatermark(params IEnumerable<string> columns) =>
        With(new Relation { Deduplicate = new Deduplicate { Input = _relation, ColumnNames = { columns }, WithinWatermark = true } });

    /// <summary>Names these rows for SQL, in this session. An older view of that name is replaced.</summary>
    public Task CreateViewAsync(string name, CancellationToken cancellationToken) =>
        _session.RunAsync(new Command { CreateDataframeView = new CreateDataFrameViewCommand { Input = _relation, Name = name, Replace = true } }, _sql, cancellationToken);

    /// <summary>Whether this is a stream.</summary>
    public async Task<bool> IsStreamingAsync(CancellationToken cancellationToken) =>
        (await _session.Calls.AnalyzeAsync(
            new AnalyzePlanRequest { IsStreaming = new AnalyzePlanRequest.Types.IsStreaming { Plan = Plan } }, _sql, cancellationToken).ConfigureAwait(false)).IsStreaming.IsStreaming_;

    /// <summary>The plans, as Spark prints them.</summary>
    public async Task<string> ExplainAsync(CancellationToken cancellationToken)
    {
        var explain = new AnalyzePlanRequest.Types.Explain { Plan = Plan, ExplainMode = AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Extended };
        return (await _session.Calls.AnalyzeAsync(new AnalyzePlanRequest { Explain = explain }, _sql, cancellationToken).ConfigureAwait(false)).Explain.ExplainString;
    }

    /// <summary>Computes the rows. The caller disposes the batches; the first may be empty.</summary>
    public async IAsyncEnumerable<RecordBatch> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var response in _session.Calls.ExecuteAsync(Plan, _sql, cancellationToken).ConfigureAwait(false))
        {
            if (response.ArrowBatch is not { } batch)
            {
                continue;
            }

            using var reader = new ArrowStreamReader(batch.Data.Memory);
            while (await reader.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false) is { } rows)
            {
                yield return rows;
            }
        }
    }

    /// <summary>Writes the rows as Parquet files into a folder that does not exist yet.</summary>
    /// <param name="path">The folder, absolute, as the server sees it.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public Task WriteParquetAsync(string path, CancellationToken cancellationToken) => _session.RunAsync(
        new Command
        {
            WriteOperation = new WriteOperation { Input = _relation, Source = "parquet", Path = path, Mode = WriteOperation.Types.SaveMode.ErrorIfExists },
        },
        _sql,
        cancellationToken);

    /// <summary>Starts a streaming query. It runs on the server until it is stopped or fails, whatever becomes of this client.</summary>
    public async Task<StreamingQuery> WriteStreamAsync(StreamWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        var start = new WriteStreamOperationStart
        {
            Input = _relation,
            Format = write.Format,
            OutputMode = write.OutputMode,
            QueryName = write.QueryName,
            PartitioningColumnNames = { write.PartitionBy },
            Options = { write.Options.ToDictionary() },
        };
        start.Options["checkpointLocation"] = write.CheckpointLocation;
        if (write.Path is { } path)
        {
            start.Path = path;
        }

        if (write.Trigger is { } interval)
        {
            start.ProcessingTimeInterval = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(long)interval.TotalMilliseconds} milliseconds");
        }
        else
        {
            start.AvailableNow = true;
        }

        var response = await _session.ResultAsync(
            new Command { WriteStreamOperationStart = start },
            ExecutePlanResponse.ResponseTypeOneofCase.WriteStreamOperationStartResult,
            _sql,
            cancellationToken).ConfigureAwait(false);
        return new StreamingQuery(_session, response.WriteStreamOperationStartResult.QueryId, write.QueryName);
    }

    private Plan Plan => new() { Root = _relation };

    private DataFrame With(Relation relation) => new(_session, relation, _sql);
}
