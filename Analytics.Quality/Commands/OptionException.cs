namespace Analytics.Quality.Commands;

/// <summary>An option of a command cannot be used; the message names it, with the reason and the remedy.</summary>
internal sealed class OptionException(string message, Exception? inner = null) : Exception(message, inner);
