using System.Globalization;
using System.Net.Sockets;
using Analytics.Benchmarks.Processes;

namespace Analytics.Benchmarks.Jvm;

/// <summary>A Spark Connect server from SPARK_HOME as one process (<c>local[2]</c>), on a random port. Ready means that it listens.</summary>
internal sealed class SparkProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private SparkProcess(ServiceProcess process, int port)
    {
        Process = process;
        Port = port;
    }

    public ServiceProcess Process { get; }

    public int Port { get; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"sc://127.0.0.1:{Port}");

    /// <param name="folder">The program's output and scratch files.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <param name="port">The port; a free one when 0.</param>
    /// <exception cref="InvalidOperationException">It ended or did not listen in four minutes.</exception>
    public static async Task<SparkProcess> StartAsync(string folder, CancellationToken cancellationToken, int port = 0)
    {
        Directory.CreateDirectory(folder);
        port = port == 0 ? FreePort.Next() : port;
        var start = JavaCommand.Start(
            JavaCommand.Jars("SPARK_HOME", "jars"),
            "1500m",
            "org.apache.spark.deploy.SparkSubmit",
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
            "--master", "local[2]",
            "--conf", string.Create(CultureInfo.InvariantCulture, $"spark.connect.grpc.binding.port={port}"),
            "--conf", "spark.connect.grpc.binding.address=127.0.0.1",
            "--conf", "spark.ui.enabled=false",
            "--conf", $"spark.local.dir={folder}",
            "--conf", $"spark.sql.warehouse.dir={Path.Combine(folder, "warehouse")}",
            "spark-internal");
        start.WorkingDirectory = folder;

        // Where clients look for a server; a server that finds it takes itself for a client.
        start.Environment.Remove("SPARK_REMOTE");
        var spark = new SparkProcess(ServiceProcess.Start("spark", start, folder), port);
        try
        {
            await spark.ReadyAsync(cancellationToken).ConfigureAwait(false);
            return spark;
        }
        catch
        {
            await spark.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SocketException) when (!Process.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                throw new InvalidOperationException($"Apache Spark {(Process.HasExited ? "ended" : "does not listen")}: see {Process.LogFile}.", e);
            }
        }
    }
}
