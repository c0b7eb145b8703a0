namespace Analytics.Lake.Log;

/// <summary>The exclusive lock of one role on one lake. The kernel releases it when its holder dies.</summary>
public sealed class WriterLock : IDisposable
{
    /// <summary>Takes <c>{lakeRoot}/.locks/{role}.lock</c>.</summary>
    /// <exception cref="IOException">Another process holds it; the message names the file and the holder's process id.</exception>
    public static WriterLock Acquire(string lakeRoot, string role) => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}
