using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Analytics.Api.Catalog;
using Analytics.Api.Queries;
using Analytics.Api.Verification;
using Analytics.Api.Workers;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Microsoft.Extensions.Options;

namespace Analytics.Api.DeadLetters;

/// <summary>Reads <c>ops/dead_letters</c>. Each answer is one version of the table; its files are held against their checksums first.</summary>
internal sealed class DeadLettersReader(LakeLayout lake, FileVerification verification, WorkerPool pool, IOptions<QueryOptions> options)
{
    private const string ReplayHeader = "dlq.replay";

    private readonly DeltaTable _table = new(lake.Ops(DeadLettersQuery.Table));

    /// <summary>A page of those that match.</summary>
    public async Task<DeadLettersPage> ReadAsync(DeadLettersRequest request, CancellationToken cancellationToken)
    {
        var (page, count, range) = (DeadLettersQuery.Page(request), DeadLettersQuery.Count(request), DeadLettersQuery.Range(request));
        if (_table.Load() is not { } snapshot)
        {
            return new DeadLettersPage(-1, 0, new Dictionary<string, long>(), DeadLettersQuery.Number(request), DeadLettersQuery.Limit(request), []);
        }

        var table = Scan(snapshot, range);
        var reasons = (await RunAsync(count, table, cancellationToken)).ToDictionary(row => row[0].GetString()!, row => row[1].GetInt64());
        var letters = await RunAsync(page, table, cancellationToken);
        return new DeadLettersPage(snapshot.Version, reasons.Values.Sum(), reasons, DeadLettersQuery.Number(request), DeadLettersQuery.Limit(request), letters.ConvertAll(View));
    }

    /// <summary>One dead letter with all of its bytes; null when there is none at these coordinates.</summary>
    public async Task<DeadLetterView?> FindAsync(string topic, int partition, long offset, CancellationToken cancellationToken) =>
        _table.Load() is { } snapshot
        && await RunAsync(DeadLettersQuery.One(topic, partition, offset), Scan(snapshot, new RowRange(DeadLettersQuery.Table, long.MinValue, long.MaxValue)), cancellationToken) is [var row]
            ? View(row)
            : null;

    private JobTable Scan(DeltaSnapshot snapshot, RowRange range)
    {
        var files = snapshot.Files.Where(file => file.MayContain(DeadLettersQuery.TimeColumn, range.From, range.To)).ToList();
        return new JobTable(
            DeadLettersQuery.Table, LakeSql.OpenScan(_table.Directory, files, snapshot.Schema, DeadLettersQuery.TimeColumn), [.. files.Select(file => new JobFile(Path.Combine(_table.Directory, file.Path), file.Size))]);
    }

    private async Task<List<JsonElement>> RunAsync(string sql, JobTable table, CancellationToken cancellationToken)
    {
        await verification.RequireAsync(table.Files, cancellationToken);
        using var answer = new MemoryStream();
        var body = PipeWriter.Create(answer, new StreamPipeWriterOptions(leaveOpen: true));
        await pool.RunAsync(
            new QueryJob
            {
                Sql = sql,
                Tables = [table],
                Format = ResultFormat.Json,
                TimeoutMilliseconds = (int)options.Value.QueryTimeout.TotalMilliseconds,
                MaxRows = options.Value.MaxRows,
                MaxBytes = options.Value.MaxBytes,
            },
            body,
            cancellationToken);
        await body.CompleteAsync();
        using var document = JsonDocument.Parse(answer.GetBuffer().AsMemory(0, (int)answer.Length));
        return [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone())];
    }

    private static DeadLetterView View(JsonElement row)
    {
        var headers = Headers(row[7]);
        return new DeadLetterView(
            row[0].GetString()!,
            row[1].GetInt32(),
            row[2].GetInt64(),
            Instant.FromMicroseconds(Number(row[3])),
            Instant.FromMicroseconds(Number(row[4])),
            row[5].GetString()!,
            row[6].GetString(),
            headers.LastOrDefault(header => header.Name == ReplayHeader)?.Value?.Data,
            PayloadView.Of(Bytes(row[10]), Number(row[8])),
            PayloadView.Of(Bytes(row[11]), Number(row[9])),
            headers);
    }

    private static long? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();

    private static byte[]? Bytes(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetBytesFromBase64();

    /// <summary>In the table headers are JSON, in order: <c>[["traceparent","MDAt…"],["empty",null]]</c>.</summary>
    private static List<HeaderView> Headers(JsonElement value)
    {
        if (value.GetString() is not { } json)
        {
            return [];
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
        return
        [
            .. document.RootElement.EnumerateArray().Select(pair => new HeaderView(
                pair[0].GetString()!, Bytes(pair[1]) is { } content ? PayloadView.Of(content, content.Length) : null)),
        ];
    }
}
