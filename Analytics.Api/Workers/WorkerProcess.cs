using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text.Json;
using Analytics.Api.Sandbox;

namespace Analytics.Api.Workers;

/// <summary>A worker process, from the API's side. One job at a time.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>How much longer than its timeout a job may take to say that it timed out, before its process is killed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Above this a worker has kept memory of an earlier job and is replaced.</summary>
    private const long MaxWorkingSet = 384L * 1024 * 1024;

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly TimeProvider _time;
    private bool _isUsable = true;

    private WorkerProcess(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
    }

    /// <summary>False once it may not get another job: it died, was killed, or has swollen.</summary>
    public bool IsUsable => _isUsable && !_process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts a worker and waits until it is ready.</summary>
    public static async Task<WorkerProcess> StartAsync(WorkerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetHost())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        foreach (var argument in settings.ToArguments())
        {
            start.ArgumentList.Add(argument);
        }

        // Nothing of the API's environment, secrets included, is any business of a process that runs other people's SQL.
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x8000000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        // The double mapping of executable memory would count twice against the address space.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";

        var process = Process.Start(start) ?? throw new InvalidOperationException("The query worker did not start.");
        var worker = new WorkerProcess(process, time);
        try
        {
            // A full pipe of messages would block the worker; what it says when it dies is seen in its exit.
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var frame = await FrameCodec.ReadAsync(worker._output, cancellationToken);
            return frame?.Kind == FrameKind.Ready
                ? worker
                : throw new InvalidOperationException("The query worker ended before it was ready.");
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Runs a job and copies its answer to <paramref name="body"/>, which it does not complete.</summary>
    /// <exception cref="JobFailedException">There is no answer.</exception>
    public async Task<JobSummary> RunAsync(QueryJob job, PipeWriter body, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(job.TimeoutMilliseconds) + Grace, _time);
        using var cancel = cancellationToken.Register(() => deadline.CancelAfter(Grace));
        var answering = AnswerAsync(job, body, deadline.Token);
        try
        {
            await Task.WhenAny(answering, Task.Delay(Timeout.Infinite, cancellationToken));
            if (!answering.IsCompleted)
            {
                await FrameCodec.WriteAsync(_input, FrameKind.Cancel, ReadOnlyMemory<byte>.Empty, deadline.Token);
            }

            return await answering;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            Kill();
            var kind = cancellationToken.IsCancellationRequested ? FailureKind.Cancelled
                : exception is OperationCanceledException ? FailureKind.Timeout
                : FailureKind.WorkerLost;
            throw new JobFailedException(new JobFailure(kind, kind == FailureKind.WorkerLost
                ? "The query's process died; most likely the query needs more memory than one query may use. Filter earlier or group by fewer values."
                : "The query ran longer than it may and was killed. Read a shorter time range or fewer columns."));
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<JobSummary> AnswerAsync(QueryJob job, PipeWriter body, CancellationToken cancellationToken)
    {
        await FrameCodec.WriteAsync(_input, FrameKind.Job, JsonSerializer.SerializeToUtf8Bytes(job, WorkerJson.Default.QueryJob), cancellationToken);
        while (true)
        {
            var frame = await FrameCodec.ReadAsync(_output, cancellationToken) ?? throw new EndOfStreamException();
            switch (frame.Kind)
            {
                case FrameKind.Data:
                    await body.WriteAsync(frame.Payload, cancellationToken);
                    break;
                case FrameKind.Done:
                    var summary = JsonSerializer.Deserialize(frame.Payload, WorkerJson.Default.JobSummary)!;
                    _isUsable = summary.WorkingSet < MaxWorkingSet;
                    return summary;
                case FrameKind.Failed:
                    var failure = JsonSerializer.Deserialize(frame.Payload, WorkerJson.Default.JobFailure)!;
                    _isUsable = failure.Kind != FailureKind.OutOfMemory;
                    throw new JobFailedException(failure);
                default:
                    throw new IOException($"frame of kind {frame.Kind} from the query worker");
            }
        }
    }

    private void Kill()
    {
        _isUsable = false;
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It is dead already.
        }
    }

    /// <summary>The dotnet that this process runs on: under a test host, or as an executable of its own, the process' path is another.</summary>
    private static string DotnetHost()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }
}
