using System.Diagnostics;

namespace Analytics.Benchmarks.Jvm;

/// <summary>Runs Java programs against plain distributions: <c>KAFKA_HOME/libs</c> and <c>SPARK_HOME/jars</c>.</summary>
internal static class JavaCommand
{
    // What Spark needs opened on Java 17 and later (its own launcher passes the same list).
    private static readonly string[] Opened =
    [
        "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util", "java.util.concurrent",
        "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
    ];

    /// <summary>What to install or set before the variables' programs can run; null when all is there.</summary>
    /// <param name="variables">KAFKA_HOME, SPARK_HOME.</param>
    public static string? Missing(params string[] variables)
    {
        foreach (var variable in variables)
        {
            var folder = variable == "KAFKA_HOME" ? "libs" : "jars";
            if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } home)
            {
                return $"{variable} is not set: point it to a plain distribution (a folder with {folder}/*.jar).";
            }

            if (!Directory.Exists(Path.Combine(home, folder)))
            {
                return $"{variable} is {home}, but {Path.Combine(home, folder)} does not exist: point it to a plain distribution (a folder with {folder}/*.jar).";
            }
        }

        return OnPath("java") && OnPath("javac") ? null : "java and javac are not on PATH: install a JDK, 17 or later.";
    }

    /// <summary>The class path of all jars of a distribution.</summary>
    public static string Jars(string variable, string folder) =>
        Path.Combine(Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set."), folder, "*");

    public static ProcessStartInfo Start(string classPath, string maximumHeap, params string[] arguments) =>
        new("java", [$"-Xmx{maximumHeap}", $"-Dlog4j2.configurationFile={File("log4j2.properties")}", .. Opened.Select(p => $"--add-opens=java.base/{p}=ALL-UNNAMED"), "-cp", classPath, .. arguments]);

    /// <summary>A file of this folder, as built.</summary>
    public static string File(string name) => Path.Combine(AppContext.BaseDirectory, "Jvm", name);

    /// <summary>Runs a tool to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{start.FileName} {start.ArgumentList[^1]} failed: {output}{await error.ConfigureAwait(false)}");
            }

            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            System.IO.File.Exists(Path.Combine(folder, program)) || System.IO.File.Exists(Path.Combine(folder, program + ".exe")));
}
