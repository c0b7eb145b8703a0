using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Analytics.Contracts.Inputs;

namespace Analytics.Producer.Files;

/// <summary>Keeps a <see cref="ResumePoint"/> per file and topic below <c>{data}/producer</c>.</summary>
internal sealed class ResumeFile
{
    private readonly string _path;
    private readonly InputFile _file;
    private readonly string _topic;

    public ResumeFile(string dataFolder, InputFile file, string topic)
    {
        _file = file;
        _topic = topic;
        var name = Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes($"{topic}\n{file.Path}")));
        _path = Path.Combine(Path.GetFullPath(dataFolder), "producer", $"{name}.json");
    }

    /// <summary>The note of an earlier run over the same file; null without one.</summary>
    public ResumePoint? Read()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        var point = JsonSerializer.Deserialize(File.ReadAllBytes(_path), ResumeJson.Default.ResumePoint);
        return point is not null && point.File == _file.Path && point.Topic == _topic && point.Length == new FileInfo(_file.Path).Length ? point : null;
    }

    public ResumePoint Start(IReadOnlyList<long> endOffsets)
    {
        var point = new ResumePoint { File = _file.Path, Length = new FileInfo(_file.Path).Length, Topic = _topic, BaseOffsets = endOffsets };
        Write(point);
        return point;
    }

    public void Write(ResumePoint point)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var temporary = _path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, point, ResumeJson.Default.ResumePoint);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }
}
