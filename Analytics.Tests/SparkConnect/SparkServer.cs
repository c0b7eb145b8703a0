using Analytics.Benchmarks.Jvm;
using Analytics.SparkConnect;
using Analytics.SparkConnect.Connection;
using Analytics.Tests.SparkConnect;
using Xunit;

[assembly: AssemblyFixture(typeof(SparkServer))]

namespace Analytics.Tests.SparkConnect;

/// <summary>One Spark Connect server for all tests of a run, started by the first that asks. SPARK_REMOTE (Spark's own variable) names a running one instead.</summary>
public sealed class SparkServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private string? _folder;
    private SparkProcess? _process;

    /// <summary>A new session; skips the test where there is no Spark.</summary>
    public async Task<SparkSession> SessionAsync() => new(SparkConnectionString.Parse(await ConnectionStringAsync()));

    /// <summary>The server's address; skips the test where there is no Spark.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        if (Environment.GetEnvironmentVariable("SPARK_REMOTE") is { Length: > 0 } remote)
        {
            return remote;
        }

        Assert.SkipWhen(JavaCommand.Missing("SPARK_HOME") is not null, "needs java and SPARK_HOME");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _folder ??= Directory.CreateTempSubdirectory("analytics-spark-").FullName;
            _process ??= await SparkProcess.StartAsync(_folder, CancellationToken.None);
            return _process.ConnectionString;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        _gate.Dispose();
    }
}
