using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Analytics.Contracts.Parsing;
using Analytics.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Hosting;

/// <summary>eng/ReadyToRun.targets, ADR 13. What it leaves out costs time and no answer, so no other test would notice.</summary>
public sealed class NativeImageTests
{
    private static readonly string[] Supported = ["linux-x64", "linux-arm64", "win-x64", "win-arm64", "osx-arm64"];

    [Fact]
    public void OwnAssemblies_AreNativeImages_WhereThereIsACompiler()
    {
        var assembly = typeof(EventParser).Assembly;
        var wanted = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ReadyToRun").Value;
        Assert.SkipWhen(wanted != "true", "built with ReadyToRun=false");
        Assert.SkipUnless(Supported.Contains(RuntimeInformation.RuntimeIdentifier), $"no compiler for {RuntimeInformation.RuntimeIdentifier}");
        var images = Path.Combine(AppHostProcess.Repository, "artifacts", "obj", "readytorun");
        Assert.SkipWhen(Directory.Exists(images) && Directory.EnumerateFiles(images, "unavailable", SearchOption.AllDirectories).Any(), "the feed has no compiler");

        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);

        image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size.ShouldBePositive();
    }
}
