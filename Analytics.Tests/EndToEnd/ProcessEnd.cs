using System.Diagnostics;

namespace Analytics.Tests.EndToEnd;

internal static class ProcessEnd
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task ShouldComeAsync(int processId)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (IsAlive(processId))
        {
            await Task.Delay(20, timeout.Token);
        }
    }

    /// <summary>A killed process whose parent has not asked for its exit code yet is a zombie: it runs no more.</summary>
    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
