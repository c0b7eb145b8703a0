using Analytics.Contracts.Inputs;
using Analytics.Contracts.Schemas;
using Analytics.Producer.Hosting;
using Analytics.Producer.Sending;
using Analytics.Producer.Topics;
using Analytics.Producer.Truth;

namespace Analytics.Producer.Files;

/// <summary>Sends a file's rows, each once, across restarts.</summary>
internal sealed class FileRun(EndOffsets ends, TimeProvider time, ILogger<FileRun> logger)
{
    private const int RowsAtOnce = 1000;

    /// <summary>
    /// A run that was killed may have left requests in its connection, which the broker still takes in. The end offsets count once they have been still
    /// for this long.
    /// </summary>
    private static readonly TimeSpan Stillness = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <param name="context">What to send with.</param>
    /// <param name="file">The file.</param>
    /// <param name="count">Rows to send at most; null for all.</param>
    /// <param name="dataFolder">Where the resume point is kept.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>Whether every row has been sent and acknowledged, now or earlier, and none twice.</returns>
    /// <exception cref="InputFileException">Another producer sends the file, or it can't be continued.</exception>
    public async Task<bool> RunAsync(SendContext context, InputFile file, long? count, string dataFolder, CancellationToken cancellationToken)
    {
        var topic = context.Pipeline.Source.Topic;
        using var rows = Open(file, context);
        using var resume = new ResumeFile(dataFolder, file, topic);
        var (point, arrived) = await FindStartAsync(context, resume, cancellationToken).ConfigureAwait(false);
        if (point.Complete && arrived.Sum() > 0)
        {
            logger.LogInformation("{File} was sent completely by an earlier run, {Rows} rows", file.Path, arrived.Sum());
            return true;
        }

        context.Sender.ExpectOffsets([.. point.BaseOffsets.Zip(arrived, (start, rows) => start + rows)]);
        await SendAsync(context, rows, arrived, count, cancellationToken).ConfigureAwait(false);
        await context.Sender.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (context.Sender.Failed > 0)
        {
            return false;
        }

        resume.Write(point with { Complete = true });
        if (context.Sender.Displaced is not { } partition)
        {
            return true;
        }

        if (arrived.Sum() == 0)
        {
            logger.LogWarning("Someone else writes to partition {Partition} of {Topic} too: an interrupted run of {File} could not be continued", partition, topic, file.Path);
            return true;
        }

        // Said, not undone: a log has no delete.
        logger.LogError(
            "Records came into partition {Partition} of {Topic} after it was looked where the earlier run of {File} had stopped: its last rows are there twice, unless someone else writes to the topic",
            partition, topic, file.Path);
        return false;
    }

    private static async Task SendAsync(SendContext context, IRowSource rows, long[] arrived, long? count, CancellationToken cancellationToken)
    {
        var record = new RecordWriter(context.SchemaId);
        for (long row = 0; row < (count ?? long.MaxValue);)
        {
            await context.Sender.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            // A lost row would shift all later ones of its partition against the end offsets: better stop than skip.
            if (context.Sender.Failed > 0)
            {
                return;
            }

            for (var due = await context.Pace.TakeAsync(RowsAtOnce, cancellationToken).ConfigureAwait(false); due > 0 && row < (count ?? long.MaxValue); row++)
            {
                if (!rows.Read(record.Begin()))
                {
                    return;
                }

                var partition = (int)(row % context.Partitions);
                if (row / context.Partitions >= arrived[partition])
                {
                    context.Sender.Send(partition, default, record.Value);
                    context.Truth.Count(EventKind.Event, partition);
                    due--;
                }
            }
        }
    }

    private async Task<(ResumePoint Point, long[] Arrived)> FindStartAsync(SendContext context, ResumeFile resume, CancellationToken cancellationToken)
    {
        var end = await ends.ReadAsync(context.Pipeline.Source.Topic, context.Partitions, cancellationToken).ConfigureAwait(false);
        if (resume.Read() is { } point)
        {
            end = point.Complete ? end : await WhenStillAsync(context, end, cancellationToken).ConfigureAwait(false);
            if (point.Arrived(end) is { } arrived)
            {
                logger.LogInformation("Going on after {Rows} rows that an earlier run sent", arrived.Sum());
                return (point, arrived);
            }

            logger.LogWarning("Topic {Topic} is shorter than an earlier run left it: the file is sent from its first row", context.Pipeline.Source.Topic);
        }

        return (resume.Start(end), new long[context.Partitions]);
    }

    private async Task<long[]> WhenStillAsync(SendContext context, long[] end, CancellationToken cancellationToken)
    {
        var still = time.GetTimestamp();
        while (time.GetElapsedTime(still) < Stillness)
        {
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(false);
            var now = await ends.ReadAsync(context.Pipeline.Source.Topic, context.Partitions, cancellationToken).ConfigureAwait(false);
            if (!now.SequenceEqual(end))
            {
                (end, still) = (now, time.GetTimestamp());
            }
        }

        return end;
    }

    private IRowSource Open(InputFile file, SendContext context)
    {
        if (file.Format == InputFormat.Ndjson)
        {
            return new NdjsonRows(file);
        }

        var properties = EventProperties.From(EventSchema.FromFile(context.Pipeline.Source.SchemaFiles[^1]));
        var rows = TableRows.Open(file, properties);
        var columns = rows.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in columns.Where(name => properties.TypeOf(name) is null))
        {
            logger.LogWarning("Column {Column} of {File} is no property of the event schema; it is sent all the same", name, file.Path);
        }

        foreach (var name in properties.Names.Where(name => !columns.Contains(name)))
        {
            logger.LogWarning("{File} has no column for the property {Property}", file.Path, name);
        }

        return rows;
    }
}
