using System.Globalization;

namespace Analytics.Benchmarks.Measures;

/// <summary>What one engine took for the reference job.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Records">Records consumed.</param>
/// <param name="Seconds">Wall time of the job.</param>
/// <param name="CpuSeconds">User and system time of all its processes, start-up included, the event log's apart.</param>
/// <param name="PeakBytes">Highest resident memory; of several processes the sum of each one's highest.</param>
internal sealed record EngineFigures(string Engine, int Records, double Seconds, double CpuSeconds, long PeakBytes)
{
    public double RecordsPerSecond => Records / Seconds;

    public double RecordsPerCpuSecond => Records / CpuSeconds;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Engine,-10} {Seconds,7:F2} s {RecordsPerSecond,9:N0} records/s {CpuSeconds,8:F2} CPU s {RecordsPerCpuSecond,9:N0} records per CPU second {PeakBytes / 1048576,7:N0} MB peak");
}
