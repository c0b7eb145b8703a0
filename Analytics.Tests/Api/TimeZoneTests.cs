using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Analytics.Api.Sandbox;
using Analytics.Api.Workers;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>Times are UTC, wherever the machine stands.</summary>
public sealed class TimeZoneTests
{
    [Fact]
    [Trait("Category", "Integration")]
    public async Task Worker_OnAMachineElsewhere_ComparesInUtc()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(QueryJob).Assembly.Location);
        foreach (var argument in new WorkerSettings(8L << 30, 256 << 20, 1).ToArguments())
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TZ"] = "Asia/Kolkata";
        using var worker = Process.Start(start)!;
        var job = new QueryJob
        {
            Sql = "SELECT TIMESTAMP '2026-07-01 12:00:00' > TIMESTAMPTZ '2026-07-01 11:59:59+00', date_trunc('day', TIMESTAMPTZ '2026-07-01 20:00:00+00')",
            Tables = [],
            Format = ResultFormat.Json,
            TimeoutMilliseconds = 60_000,
            MaxRows = 10,
            MaxBytes = 10_000,
        };
        await FrameCodec.WriteAsync(worker.StandardInput.BaseStream, FrameKind.Job, JsonSerializer.SerializeToUtf8Bytes(job, WorkerJson.Default.QueryJob), TestContext.Current.CancellationToken);

        var answer = new StringBuilder();
        while (await FrameCodec.ReadAsync(worker.StandardOutput.BaseStream, TestContext.Current.CancellationToken) is { } frame && frame.Kind is not (FrameKind.Done or FrameKind.Failed))
        {
            answer.Append(Encoding.UTF8.GetString(frame.Payload));
        }

        answer.ToString().ShouldContain("""[[true,"2026-07-01T00:00:00Z"]]""");
        worker.StandardInput.Close();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
