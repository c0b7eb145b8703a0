namespace Analytics.Api.Workers;

/// <summary>A file that a statement may read.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Size">Its size in bytes, as the log of its table has it.</param>
internal sealed record JobFile(string Path, long Size);
