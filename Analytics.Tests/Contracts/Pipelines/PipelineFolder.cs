namespace Analytics.Tests.Contracts.Pipelines;

/// <summary>A pipeline folder that lasts as long as its test.</summary>
internal sealed class PipelineFolder : IDisposable
{
    public const string Schema = """
        {"type":"object","required":["id","time"],"properties":{
          "id":{"type":"string"},"time":{"type":"string","format":"date-time"},"kind":{"type":"string"},"n":{"type":"integer"},
          "x":{"type":"number"},"flag":{"type":"boolean"},"extra":{"type":"object"}}}
        """;

    public PipelineFolder(string yaml, params (string Name, string Text)[] schemas)
    {
        Path = Directory.CreateTempSubdirectory("pipeline-").FullName;
        File = System.IO.Path.Combine(Path, "pipeline.yaml");
        System.IO.File.WriteAllText(File, yaml);
        string folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, "schemas")).FullName;
        foreach ((string name, string text) in schemas)
        {
            System.IO.File.WriteAllText(System.IO.Path.Combine(folder, name), text);
        }
    }

    public string Path { get; }

    public string File { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
