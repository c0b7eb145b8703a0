using System.CommandLine;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Quality.Commands;

/// <summary>The options that say which lake is meant; configuration (section Platform) fills in what is not given.</summary>
internal static class LakeOptions
{
    public static Option<string?> Pipeline() => new("--pipeline") { Description = "The pipeline's name or folder (Platform:Pipeline)." };

    public static Option<string?> Data() => new("--data") { Description = "The data folder (Platform:Data)." };

    /// <exception cref="PipelineException">There is no such pipeline, or it can't work.</exception>
    public static (PipelineDefinition Pipeline, LakeLayout Lake) Open(string? pipelineName, string? data)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true).AddEnvironmentVariables().Build();
        var options = configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var pipeline = PipelineLoader.Load(PipelineLocator.Find(pipelineName ?? options.Pipeline, Directory.GetCurrentDirectory()));
        return (pipeline, new LakeLayout(data ?? options.Data, pipeline.Name));
    }
}
