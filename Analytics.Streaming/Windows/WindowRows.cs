namespace Analytics.Streaming.Windows;

/// <summary>Rows of windows, as a SELECT for DuckDB.</summary>
/// <param name="Select">The statement; good until this is disposed.</param>
/// <param name="Folder">A folder that it reads and that is deleted afterwards; null for none.</param>
internal sealed record WindowRows(string Select, string? Folder = null) : IDisposable
{
    public void Dispose()
    {
        if (Folder is not null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
