using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Analytics.Contracts.Inputs;

namespace Analytics.Producer.Files;

/// <summary>Keeps a <see cref="ResumePoint"/> per file and topic below <c>{data}/producer</c>.</summary>
internal sealed class ResumeFile : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _path;
    private readonly InputFile _file;
    private readonly string _topic;

    /// <exception cref="InputFileException">Another process sends this file to this topic.</exception>
    public ResumeFile(string dataFolder, InputFile file, string topic)
    {
        _file = file;
        _topic = topic;
        var name = Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes($"{topic}\n{file.Path}")));
        _path = Path.Combine(Path.GetFullPath(dataFolder), "producer", $"{name}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _lock = Lock();
    }

    /// <summary>Lets another process send the file.</summary>
    public void Dispose() => _lock.Dispose();

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
        var temporary = _path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, point, ResumeJson.Default.ResumePoint);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>The kernel takes the lock back when its holder dies, and not while it is only suspended: that one would go on sending.</summary>
    private FileStream Lock()
    {
        try
        {
            return new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new InputFileException(_file.Path, $"another producer sends this file to topic {_topic} ({_path}.lock is held); stop it first", error);
        }
    }
}
