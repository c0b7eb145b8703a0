using Analytics.Contracts.Inputs;
using Analytics.Contracts.Schemas;
using Analytics.Producer.Hosting;
using Analytics.Producer.Sending;
using Analytics.Producer.Topics;
using Analytics.Producer.Truth;

namespace Analytics.Producer.Files;

/// <summary>Sends a file's rows, each once, across restarts.</summary>
internal sealed class FileRun(EndOffsets ends, ILogger<FileRun> logger)
{
    private const int RowsAtOnce = 1000;

    /// <param name="context">What to send with.</param>
    /// <param name="file">The file.</param>
    /// <param name="count">Rows to send at most; null for all.</param>
    /// <param name="dataFolder">Where the resume point is kept.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>Whether every row has been sent and acknowledged, now or earlier.</returns>
    public async Task<bool> RunAsync(SendContext context, InputFile file, long? count, string dataFolder, CancellationToken cancellationToken)
    {
        var topic = context.Pipeline.Source.Topic;
        using var rows = Open(file, context);
        var resume = new ResumeFile(dataFolder, file, topic);
        var (point, arrived) = await FindStartAsync(context, resume, cancellationToken).ConfigureAwait(false);
        if (point.Complete && arrived.Sum() > 0)
        {
            logger.LogInformation("{File} was sent completely by an earlier run, {Rows} rows", file.Path, arrived.Sum());
            return true;
        }

        await SendAsync(context, rows, arrived, count, cancellationToken).ConfigureAwait(false);
        await context.Sender.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (context.Sender.Failed > 0)
        {
            return false;
        }

        resume.Write(point with { Complete = true });
        return true;
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
            if (point.Arrived(end) is { } arrived)
            {
                logger.LogInformation("Going on after {Rows} rows that an earlier run sent", arrived.Sum());
                return (point, arrived);
            }

            logger.LogWarning("Topic {Topic} is shorter than an earlier run left it: the file is sent from its first row", context.Pipeline.Source.Topic);
        }

        return (resume.Start(end), new long[context.Partitions]);
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
