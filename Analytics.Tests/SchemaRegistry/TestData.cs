namespace Analytics.Tests.SchemaRegistry;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class TestData
{
    public static string Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"{relative} is in no folder above {AppContext.BaseDirectory}.");
    }
}
