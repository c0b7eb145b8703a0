using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Jvm;
using Xunit;

namespace Analytics.Tests.Contracts.Sql.Spark;

/// <summary>Spark from SPARK_HOME in a process of its own that answers SQL (<c>SparkSql.java</c>); started on first use, one for all tests of the collection.</summary>
public sealed class SparkSession : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-spark-").FullName;
    private Process? _process;
    private StreamWriter? _log;

    /// <summary>Skips the test where Spark can't run.</summary>
    public static void SkipWithout() => Assert.SkipWhen(JavaCommand.Missing("SPARK_HOME") is not null, "needs java and SPARK_HOME");

    /// <summary>A path in a folder that goes with the session.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Runs a statement.</summary>
    /// <returns>Its rows; columns that are NULL are left out.</returns>
    /// <exception cref="InvalidOperationException">Spark refused it; the message is Spark's.</exception>
    public async Task<List<JsonObject>> RunAsync(string sql)
    {
        if (_process is null)
        {
            await StartAsync();
        }

        await _process!.StandardInput.WriteLineAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(sql)));
        await _process.StandardInput.FlushAsync();
        List<JsonObject> rows = [];
        while (true)
        {
            string line = await LineAsync();
            if (line == "end")
            {
                return rows;
            }

            if (line.StartsWith("error ", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(Convert.FromBase64String(line[6..])));
            }

            rows.Add(JsonNode.Parse(line)!.AsObject());
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
            await _log!.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        ProcessStartInfo start = JavaCommand.Start(
            JavaCommand.Jars("SPARK_HOME", "jars"), "1g", Path.Combine(AppContext.BaseDirectory, "Contracts", "Sql", "Spark", "SparkSql.java"), PathOf("warehouse"));
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.WorkingDirectory = _folder;
        _log = new StreamWriter(PathOf("spark.log"));
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _log.WriteLine(line.Data);
        _process.BeginErrorReadLine();
        string first = await LineAsync();
        if (first != "ready")
        {
            throw new InvalidOperationException(first);
        }
    }

    private async Task<string> LineAsync() =>
        await _process!.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("Spark has ended.");
}
