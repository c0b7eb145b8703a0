using System.Diagnostics;
using System.Globalization;

namespace Analytics.ServiceDefaults.Faults;

/// <summary>
/// Named steps of a service at which a test can fail or kill it. <c>ANALYTICS_FAULT=name</c> kills the process (as kill -9 does) the first time it gets
/// there, <c>name:3</c> the third time. Reached once per batch, never per record; off, a step costs a null check.
/// </summary>
/// <param name="reached">Told every step that is reached; null for nobody.</param>
public sealed class FaultPoints(Action<string>? reached)
{
    /// <summary>The environment variable that names a step.</summary>
    public const string Variable = "ANALYTICS_FAULT";

    /// <summary>The points as the environment asks for them.</summary>
    /// <exception cref="FormatException">The number after the colon is none.</exception>
    public static FaultPoints FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable), Kill);

    /// <summary>Says that a step is reached.</summary>
    /// <param name="name">The step.</param>
    public void Reach(string name) => reached?.Invoke(name);

    internal static FaultPoints Parse(string? wanted, Action kill)
    {
        if (string.IsNullOrEmpty(wanted))
        {
            return new FaultPoints(null);
        }

        var parts = wanted.Split(':', 2);
        var remaining = 1;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out remaining) || remaining == 0))
        {
            throw new FormatException($"{Variable}={wanted}: after the colon stands how many times the step is reached, such as {parts[0]}:3.");
        }

        return new FaultPoints(name =>
        {
            if (name == parts[0] && Interlocked.Decrement(ref remaining) == 0)
            {
                kill();
            }
        });
    }

    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
