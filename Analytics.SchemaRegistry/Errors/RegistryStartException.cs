namespace Analytics.SchemaRegistry.Errors;

/// <summary>The registry can't start. The message is the line that the user sees; the exit code is 2.</summary>
internal sealed class RegistryStartException(string message, Exception? innerException = null) : Exception(message, innerException);
