using Analytics.Contracts.Pipelines;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Pipelines;

public sealed class PipelineLocatorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("locator-").FullName;

    [Fact]
    public void Find_Path_IsTakenAsItIs()
    {
        string folder = Create("mine/shop");
        PipelineLocator.Find("mine/shop", _root).ShouldBe(folder);
        PipelineLocator.Find(folder, Path.GetTempPath()).ShouldBe(folder);
        PipelineLocator.Find(".", folder).ShouldBe(folder);
    }

    [Fact]
    public void Find_BareName_IsSearchedBelowCurrentDirectoryFirst()
    {
        string folder = Create("pipelines/saas");
        PipelineLocator.Find("saas", _root).ShouldBe(folder);
    }

    [Fact]
    public void Find_BareName_IsFoundAboveTheProgram() =>
        File.Exists(Path.Combine(PipelineLocator.Find("flights", _root), "pipeline.yaml")).ShouldBeTrue();

    [Fact]
    public void Find_UnknownName_ListsKnownOnes()
    {
        Create("pipelines/shop");
        string message = Should.Throw<PipelineException>(() => PipelineLocator.Find("chop", _root)).Message;
        message.ShouldContain("chop");
        message.ShouldContain("shop");
        message.ShouldContain("saas");
    }

    [Theory]
    [InlineData("./nowhere", "no such folder")]
    [InlineData("./", "no pipeline.yaml")]
    [InlineData("", "no pipeline is named")]
    public void Find_NoPipeline_SaysWhy(string path, string reason) =>
        Should.Throw<PipelineException>(() => PipelineLocator.Find(path, _root)).Message.ShouldContain(reason);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Create(string path)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, path)).FullName;
        File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), "name: x");
        return folder;
    }
}
