namespace Analytics.Tests.Lake;

/// <summary>A folder of its own for one test, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory = System.IO.Directory.CreateTempSubdirectory("analytics-lake-").FullName;

    public string Directory { get; }

    public string At(params string[] parts) => Path.Combine([Directory, .. parts]);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
