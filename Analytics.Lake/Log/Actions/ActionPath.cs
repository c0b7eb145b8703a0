namespace Analytics.Lake.Log.Actions;

/// <summary>Paths in the log are URIs: <c>part-0 a.parquet</c> is written <c>part-0%20a.parquet</c>.</summary>
internal static class ActionPath
{
    public static string Encode(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    public static string Decode(string path) => Uri.UnescapeDataString(path);
}
