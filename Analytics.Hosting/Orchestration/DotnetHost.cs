namespace Aspire.Hosting.Orchestration;

/// <summary>The <c>dotnet</c> that runs this process, so that services run on the same one.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } named && File.Exists(named))
        {
            return named;
        }

        if (Environment.ProcessPath is { } self && System.IO.Path.GetFileName(self) == name)
        {
            return self;
        }

        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        var runtime = new FileInfo(typeof(object).Assembly.Location).Directory;
        var root = runtime?.Parent?.Parent?.Parent;
        return root is not null && File.Exists(System.IO.Path.Combine(root.FullName, name)) ? System.IO.Path.Combine(root.FullName, name) : name;
    }
}
