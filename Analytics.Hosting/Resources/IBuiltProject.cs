namespace Aspire.Hosting;

/// <summary>What the built-in host knows beyond <see cref="IProjectMetadata"/>: the assembly that the build produced, so that no build tool runs at start.</summary>
public interface IBuiltProject : IProjectMetadata
{
    /// <summary>The assembly that <c>dotnet exec</c> runs.</summary>
    string AssemblyPath { get; }
}
