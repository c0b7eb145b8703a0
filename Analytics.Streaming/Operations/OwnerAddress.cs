namespace Analytics.Streaming.Operations;

/// <summary>Where the running owner of a lake answers: it writes its addresses beside its lock, so that commands need no setting to find it.</summary>
internal static class OwnerAddress
{
    public static void Write(string lakeRoot, IEnumerable<string> addresses)
    {
        try
        {
            File.WriteAllLines(FileName(lakeRoot), addresses);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The owner must start on a full disk too, and wait there for space; a command that looks for it says what is missing.
        }
    }

    /// <exception cref="IOException">It has not written them yet.</exception>
    public static Uri Read(string lakeRoot)
    {
        var file = FileName(lakeRoot);
        var address = File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;

        // An address for all interfaces is one to listen on, not one to call.
        return address is null
            ? throw new IOException($"{file}: the running owner of this lake has not said where it answers; try again once it is up")
            : new Uri(address.Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal));
    }

    private static string FileName(string lakeRoot) => Path.Combine(lakeRoot, ".locks", "streaming.url");
}
