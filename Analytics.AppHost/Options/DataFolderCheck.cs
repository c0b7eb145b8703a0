namespace Analytics.AppHost.Options;

internal static class DataFolderCheck
{
    /// <summary>Creates the folder and proves that files can be written there.</summary>
    public static string Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".write-test-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The data folder {folder} can't be written: {error.Message} Give another one with --data DIR.");
        }
    }
}
