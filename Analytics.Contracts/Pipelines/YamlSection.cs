using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Analytics.Contracts.Pipelines;

/// <summary>A mapping of <c>pipeline.yaml</c> that knows its file and lines, and refuses keys that nobody asked for.</summary>
internal sealed class YamlSection
{
    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _node;

    public YamlSection(string file, string path, YamlNode node)
    {
        _file = file;
        _path = path;
        _node = node as YamlMappingNode ?? throw new PipelineException(file, LineOf(node), $"{(path.Length == 0 ? "the file" : path)} must be a mapping (key: value).");
    }

    public IEnumerable<(string Key, YamlNode Value)> Entries => _node.Children.Select(entry => (entry.Key.ToString(), entry.Value));

    /// <summary>Refuses every key but these.</summary>
    public YamlSection Allow(params string[] keys)
    {
        foreach (YamlNode key in _node.Children.Keys.Where(key => !keys.Contains(key.ToString())))
        {
            throw Fault(key, $"unknown key \"{key}\"{In()}: known are {string.Join(", ", keys)}.");
        }

        return this;
    }

    public bool Has(string key) => Find(key) is not null;

    public YamlNode Required(string key) => Find(key) ?? throw Fault(_node, $"\"{key}\" is missing{In()}: add it.");

    public string RequiredText(string key) => Text(key, Required(key));

    public string? OptionalText(string key) => Find(key) is { } value ? Text(key, value) : null;

    /// <summary>A duration such as <c>10 minutes</c>.</summary>
    public TimeSpan RequiredDuration(string key)
    {
        YamlNode value = Required(key);
        string text = Text(key, value);
        return Duration.TryParse(text, out TimeSpan duration)
            ? duration
            : throw Fault(value, $"{key}: \"{text}\" is no duration: write a positive whole number and a unit (ms, seconds, minutes, hours, days), such as \"10 minutes\".");
    }

    public TimeSpan? OptionalDuration(string key) => Has(key) ? RequiredDuration(key) : null;

    public int? OptionalInteger(string key, int least, int most)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        return int.TryParse(Text(key, value), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw Fault(value, $"{key}: \"{value}\" is not a whole number from {least} to {most}.");
    }

    public YamlSection Section(string key) => new(_file, key, Required(key));

    /// <summary>The items of a list; of nothing when the key is missing.</summary>
    public IReadOnlyList<YamlNode> List(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children],
        YamlNode other => throw Fault(other, $"{key} must be a list: [a, b] or lines that begin with \"- \"."),
    };

    public string Text(string key, YamlNode value) => value is YamlScalarNode { Value: { Length: > 0 } text }
        ? text
        : throw Fault(value, $"{key} must be a single value.");

    public PipelineException Fault(YamlNode node, string reason) => new(_file, LineOf(node), reason);

    /// <summary>A fault of the section as a whole.</summary>
    public PipelineException Fault(string reason) => Fault(_node, reason);

    private static int LineOf(YamlNode node) => (int)node.Start.Line;

    private YamlNode? Find(string key) => _node.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    private string In() => _path.Length == 0 ? "" : $" in {_path}";
}
