namespace Analytics.Contracts.Pipelines;

/// <summary>A pipeline, schema or suite that can't work. The message names file, line or field, reason and remedy.</summary>
public sealed class PipelineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file at fault.</param>
    /// <param name="line">The line, from 1; null where there is none.</param>
    /// <param name="reason">What is wrong and what to do about it.</param>
    public PipelineException(string file, int? line, string reason)
        : base(line is null ? $"{file}: {reason}" : $"{file}:{line}: {reason}")
    {
        File = file;
        Line = line;
    }

    /// <summary>The file at fault.</summary>
    public string File { get; }

    /// <summary>The line, from 1; null where there is none.</summary>
    public int? Line { get; }
}
