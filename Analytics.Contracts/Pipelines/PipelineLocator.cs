namespace Analytics.Contracts.Pipelines;

/// <summary>Finds the folder of a pipeline.</summary>
public static class PipelineLocator
{
    /// <summary>The name of the file that makes a folder a pipeline.</summary>
    public const string FileName = "pipeline.yaml";

    private const string Folder = "pipelines";

    /// <summary>
    /// The absolute folder of a pipeline. A path is taken as it is; a bare name is looked for as <c>./NAME</c> and <c>./pipelines/NAME</c>,
    /// then in <c>pipelines/</c> of the program's folder and of each folder above it.
    /// </summary>
    /// <param name="nameOrDirectory">A name such as <c>saas</c>, or a folder.</param>
    /// <param name="currentDirectory">What relative paths are relative to.</param>
    /// <exception cref="PipelineException">There is none; the message says where it was looked for and which names exist.</exception>
    public static string Find(string nameOrDirectory, string currentDirectory)
    {
        if (string.IsNullOrWhiteSpace(nameOrDirectory))
        {
            throw new PipelineException("pipeline", null, "no pipeline is named: give the name of a folder in pipelines/ or the path of one.");
        }

        string direct = Path.GetFullPath(nameOrDirectory, currentDirectory);
        if (HasPipeline(direct))
        {
            return direct;
        }

        bool isName = nameOrDirectory.AsSpan().IndexOfAny('/', '\\') < 0 && nameOrDirectory is not ("." or "..");
        if (!isName)
        {
            throw new PipelineException(direct, null, Directory.Exists(direct)
                ? $"the folder has no {FileName}: a pipeline is a folder with {FileName}, schemas/ and expectations/."
                : "there is no such folder: give the path of a folder with a pipeline.yaml.");
        }

        string[] places = [.. Places(currentDirectory)];
        if (places.Select(place => Path.Combine(place, nameOrDirectory)).FirstOrDefault(HasPipeline) is { } found)
        {
            return found;
        }

        string[] known = [.. places.SelectMany(Names).Distinct().Order(StringComparer.Ordinal)];
        string hint = known.Length == 0 ? "No pipelines were found there." : $"Known are: {string.Join(", ", known)}.";
        throw new PipelineException(nameOrDirectory, null, $"there is no such pipeline in {string.Join(", ", places)}. {hint}");
    }

    private static IEnumerable<string> Places(string currentDirectory)
    {
        yield return Path.GetFullPath(Folder, currentDirectory);
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string place = Path.Combine(folder.FullName, Folder);
            if (Directory.Exists(place))
            {
                yield return place;
            }
        }
    }

    private static IEnumerable<string> Names(string place) => Directory.Exists(place)
        ? Directory.EnumerateDirectories(place).Where(HasPipeline).Select(folder => Path.GetFileName(folder))
        : [];

    private static bool HasPipeline(string folder) => File.Exists(Path.Combine(folder, FileName));
}
