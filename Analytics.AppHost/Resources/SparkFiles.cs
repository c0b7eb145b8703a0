namespace Analytics.AppHost.Resources;

/// <summary>The files of a Spark server below the data folder. State and stages of the pipeline are not here but in its lake's folder.</summary>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Logging">Its <c>log4j2.properties</c>.</param>
/// <param name="Scratch">Shuffle files; of no use after a stop.</param>
/// <param name="Warehouse">Tables that somebody creates on the server; the platform creates none.</param>
internal sealed record SparkFiles(string Folder, string Logging, string Scratch, string Warehouse)
{
    public static SparkFiles Prepare(string folder)
    {
        var files = new SparkFiles(folder, Path.Combine(folder, "log4j2.properties"), Path.Combine(folder, "scratch"), Path.Combine(folder, "warehouse"));
        Directory.CreateDirectory(files.Scratch);
        JavaLogging.Write(files.Logging);
        return files;
    }
}
