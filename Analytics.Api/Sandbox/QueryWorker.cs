using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Analytics.Api.Workers;

namespace Analytics.Api.Sandbox;

/// <summary>
/// The main loop of a worker process: one job at a time from standard input, its answer to standard output. A second thread reads the input,
/// so that a cancel gets through while a job runs, and so that the worker dies with the API: the end of the input kills it wherever it is.
/// </summary>
internal static class QueryWorker
{
    public static int Run(WorkerSettings settings)
    {
        ResourceLimits.Apply(settings.HardLimit);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        using var jobs = new BlockingCollection<QueryJob>();
        var runner = new JobRunner(settings, output);

        var reader = new Thread(() => ReadFrames(input, jobs, runner), maxStackSize: 256 * 1024) { IsBackground = true, Name = "frames" };
        reader.Start();
        runner.Prepare();
        FrameCodec.Write(output, FrameKind.Ready, []);
        foreach (var job in jobs.GetConsumingEnumerable())
        {
            runner.Run(job);
            runner.Prepare();
        }

        return 0;
    }

    private static void ReadFrames(Stream input, BlockingCollection<QueryJob> jobs, JobRunner runner)
    {
        while (FrameCodec.Read(input) is { } frame)
        {
            if (frame.Kind == FrameKind.Job)
            {
                jobs.Add(JsonSerializer.Deserialize(frame.Payload, WorkerJson.Default.QueryJob)!);
            }
            else if (frame.Kind == FrameKind.Cancel)
            {
                runner.Cancel();
            }
        }

        // The API is gone. A statement may be running in native code, which nothing but the end of the process is sure to stop.
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
