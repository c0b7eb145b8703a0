using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;

namespace Analytics.AppHost.Options;

/// <summary>A pipeline or a suite that can't work is refused here, before anything runs.</summary>
internal static class PipelineCheck
{
    public static PipelineDefinition Load(string nameOrDirectory, string currentDirectory)
    {
        try
        {
            var pipeline = PipelineLoader.Load(PipelineLocator.Find(nameOrDirectory, currentDirectory));
            SuiteLoader.LoadAll(pipeline);
            return pipeline;
        }
        catch (PipelineException error)
        {
            throw new RefusedException(error.Message);
        }
    }
}
