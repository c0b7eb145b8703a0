namespace Analytics.Lake.Log;

/// <summary>Another process holds the lock of a role.</summary>
public sealed class LockHeldException(string message, Exception inner) : IOException(message, inner);
