using System.Globalization;

namespace Analytics.Api.Sandbox;

/// <summary>What a worker is started with: <c>--query-worker HARD_LIMIT MEMORY_LIMIT THREADS</c>, bytes.</summary>
/// <param name="HardLimit">Address space beyond what the runtime has mapped at start; the operating system enforces it.</param>
/// <param name="MemoryLimit">DuckDB's memory_limit.</param>
/// <param name="Threads">DuckDB's threads.</param>
internal sealed record WorkerSettings(long HardLimit, long MemoryLimit, int Threads)
{
    /// <summary>The hidden argument that turns the API's executable into a worker.</summary>
    public const string Switch = "--query-worker";

    public IEnumerable<string> ToArguments() =>
        [Switch, .. new[] { HardLimit, MemoryLimit, Threads }.Select(value => value.ToString(CultureInfo.InvariantCulture))];

    public static WorkerSettings? Parse(string[] arguments) =>
        arguments is [Switch, var hard, var memory, var threads]
            ? new WorkerSettings(
                long.Parse(hard, CultureInfo.InvariantCulture),
                long.Parse(memory, CultureInfo.InvariantCulture),
                int.Parse(threads, CultureInfo.InvariantCulture))
            : null;
}
