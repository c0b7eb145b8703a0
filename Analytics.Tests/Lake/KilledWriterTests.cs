using System.Diagnostics;
using System.Globalization;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>Kills a committing process with SIGKILL at random moments. The process is this very assembly, run again with one test and a folder to write to.</summary>
[Trait("Category", "Integration")]
public sealed class KilledWriterTests : IDisposable
{
    private const string Variable = "ANALYTICS_TEST_KILLED_WRITER_LAKE";
    private const string Role = "streaming";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KilledAtRandomMoments_NoCommitIsLostOrTorn()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var random = new Random(20260101);
        var table = new DeltaTable(_folder.At("events"));
        var version = -1L;
        for (var round = 0; round < 4; round++)
        {
            using var writer = StartWriter();
            try
            {
                var seen = await table.WaitForCommitAsync(version + 1 + random.Next(30), TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken)
                    .WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
                version = seen.Version;
                Should.Throw<IOException>(() => WriterLock.Acquire(_folder.Path, Role)).Message.ShouldContain(writer.Id.ToString(CultureInfo.InvariantCulture));
            }
            finally
            {
                writer.Kill(entireProcessTree: true);
                await writer.WaitForExitAsync(cancellationToken);
            }

            var snapshot = new DeltaTable(table.Directory).Load()!;
            snapshot.Version.ShouldBeGreaterThanOrEqualTo(version);
            snapshot.Transactions["ingest"].ShouldBe(snapshot.Version);
            snapshot.Files.Select(file => file.Path).ShouldBe(Enumerable.Range(0, (int)snapshot.Version + 1).Select(batch => $"{batch}.parquet"));
            version = snapshot.Version;
            WriterLock.Acquire(_folder.Path, Role).Dispose();
        }
    }

    /// <summary>The process to kill: commits batch after batch from where the log stands.</summary>
    [Fact]
    public void CommitUntilKilled()
    {
        var lake = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(lake is null, $"runs only as the child process of {nameof(KilledAtRandomMoments_NoCommitIsLostOrTorn)}");

        using var held = WriterLock.Acquire(lake, Role);
        var table = new DeltaTable(Path.Combine(lake, "events")) { CheckpointInterval = 7 };
        var snapshot = table.Load();
        while (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            var batch = snapshot is null ? 0 : snapshot.Transactions["ingest"] + 1;
            snapshot = table.Commit(snapshot, EventTable.Transaction(batch, EventTable.Fake(table.Directory, $"{batch}.parquet")));
        }
    }

    private Process StartWriter()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", typeof(KilledWriterTests).Assembly.Location, "--filter-method", $"*.{nameof(CommitUntilKilled)}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[Variable] = _folder.Path;

        // A killed process can't remove its temporary folder, so it gets one that goes with ours.
        start.Environment["TMPDIR"] = _folder.Path;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
