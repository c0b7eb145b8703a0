namespace Analytics.AppHost.Options;

/// <summary>The settings can't work. The message is one line that names the thing and the remedy.</summary>
internal sealed class RefusedException(string message) : Exception(message);
