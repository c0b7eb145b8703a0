namespace Analytics.Contracts.Inputs;

/// <summary>An input file that can't be sent. The message names the file, the reason and the remedy; programs exit with 2.</summary>
public sealed class InputFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong and what to do about it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public InputFileException(string path, string reason, Exception? innerException = null)
        : base($"{path}: {reason}", innerException)
    {
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }
}
