namespace Analytics.Quality.Commands;

/// <summary>Files that commands write their results to.</summary>
internal static class OutputFile
{
    /// <summary>Refuses, before the work begins, a file that could not be written when it is done.</summary>
    /// <param name="option">The option that names it, such as <c>--json</c>.</param>
    /// <param name="file">The file; null when the option is not given.</param>
    /// <exception cref="OptionException">Its folder does not exist, or it is a folder.</exception>
    public static void Require(string option, string? file)
    {
        if (file is null)
        {
            return;
        }

        if (file.Length == 0 || Directory.Exists(file))
        {
            throw new OptionException($"{option} {file}: is no name of a file; name one, such as {Path.Combine(file, "result")}");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
        {
            throw new OptionException($"{option} {file}: there is no folder {folder}; create it, or name a file in another one");
        }
    }
}
