using Analytics.Lake.Log;

namespace Analytics.Streaming.Hosting;

/// <summary>The lock of the role: a restart may come before its predecessor has died, so it waits a little.</summary>
internal static class RoleLock
{
    public const string Role = "streaming";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    /// <exception cref="IOException">Another process holds it; the message names it.</exception>
    public static async Task<WriterLock> AcquireAsync(string lakeRoot, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return WriterLock.Acquire(lakeRoot, Role);
            }
            catch (IOException) when (time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }
}
