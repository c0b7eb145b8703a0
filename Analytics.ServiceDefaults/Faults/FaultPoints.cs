using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Analytics.ServiceDefaults.Faults;

/// <summary>
/// Named steps of a service at which a test can fail, kill or stop it. <c>ANALYTICS_FAULT=name</c> kills the process (as kill -9 does) the first time it
/// gets there, <c>name:3</c> the third time, <c>stop@name:3</c> stops it there (as SIGSTOP does) until it is continued.
/// Reached once per batch, never per record; off, a step costs a null check.
/// </summary>
/// <param name="reached">Told every step that is reached; null for nobody.</param>
public sealed partial class FaultPoints(Action<string>? reached)
{
    /// <summary>The environment variable that names a step.</summary>
    public const string Variable = "ANALYTICS_FAULT";

    /// <summary>Before a step's name: stop there instead of dying.</summary>
    public const string StopAt = "stop@";

    private const int KillSignal = 9;
    private const int StopOnLinux = 19;
    private const int StopOnMac = 17;

    /// <summary>The points as the environment asks for them.</summary>
    /// <exception cref="FormatException">The number after the colon is none.</exception>
    public static FaultPoints FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable), Kill, Stop);

    /// <summary>Says that a step is reached.</summary>
    /// <param name="name">The step.</param>
    public void Reach(string name) => reached?.Invoke(name);

    internal static FaultPoints Parse(string? wanted, Action kill, Action stop)
    {
        if (string.IsNullOrEmpty(wanted))
        {
            return new FaultPoints(null);
        }

        var action = wanted.StartsWith(StopAt, StringComparison.Ordinal) ? stop : kill;
        var parts = (action == stop ? wanted[StopAt.Length..] : wanted).Split(':', 2);
        var remaining = 1;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out remaining) || remaining == 0))
        {
            throw new FormatException($"{Variable}={wanted}: after the colon stands how many times the step is reached, such as {parts[0]}:3.");
        }

        return new FaultPoints(name =>
        {
            if (name == parts[0] && Interlocked.Decrement(ref remaining) == 0)
            {
                action();
            }
        });
    }

    private static void Kill()
    {
        if (OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }

        _ = Raise(KillSignal);
    }

    private static void Stop()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException($"{Variable}={StopAt}…: this system has no SIGSTOP.");
        }

        _ = Raise(OperatingSystem.IsMacOS() ? StopOnMac : StopOnLinux);
    }

    /// <summary>raise(3) signals the calling thread: nothing happens after the step that was asked for.</summary>
    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial int Raise(int signal);
}
