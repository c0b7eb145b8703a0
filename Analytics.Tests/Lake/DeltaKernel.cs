using System.Diagnostics;
using System.Text;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>
/// The Delta project's own Java kernel as an independent reader. DELTA_KERNEL is a folder with the kernel's jars and DeltaDump.java, which prints
/// version, schema, files, rows and the first N rows; SPARK_HOME supplies Hadoop and Parquet.
/// </summary>
internal static class DeltaKernel
{
    public const string Missing = "needs java, DELTA_KERNEL (folder with the Delta kernel's jars and DeltaDump.java) and SPARK_HOME";

    public static bool IsMissing => Home is null || Spark is null;

    private static string? Home => Environment.GetEnvironmentVariable("DELTA_KERNEL");

    private static string? Spark => Environment.GetEnvironmentVariable("SPARK_HOME");

    public static async Task<string[]> DumpAsync(string table, int rows, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("java") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in (string[])["-Xmx512m", "-Dstdout.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", "-cp", $"{Home}/*:{Spark}/jars/*", $"{Home}/DeltaDump.java", table, "rows", $"{rows}"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Assert.True(process.ExitCode == 0, await error);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
