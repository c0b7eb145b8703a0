using Analytics.SchemaRegistry.Compatibility;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>The ids of one context.</summary>
internal sealed class ContextIndex
{
    private static readonly OrderedDictionary<string, int> NoUses = [];

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, OrderedDictionary<string, int>> _uses = [];

    /// <summary>The highest id ever seen; 0 before the first.</summary>
    public int LastId { get; private set; }

    /// <summary>The id of a schema that is still in use, by its guid.</summary>
    public int? Find(string guid) => _ids.TryGetValue(guid, out var id) && _uses.ContainsKey(id) ? id : null;

    /// <summary>The id that a guid has or, when nothing uses it any more, last had: Confluent's registry forgets no guid.</summary>
    public int? LastIdOf(string guid) => _ids.TryGetValue(guid, out var id) ? id : null;

    /// <summary>The subjects that use an id, each with its last version that does, soft-deleted ones included; in the order in which Confluent's registry lists them.</summary>
    public IEnumerable<KeyValuePair<string, int>> Uses(int id) => _uses.TryGetValue(id, out var uses) ? JavaOrder.OfConcurrent(uses) : NoUses;

    /// <summary>The last version of a subject that uses an id; null when none does.</summary>
    public int? VersionOf(int id, string subject) => _uses.TryGetValue(id, out var uses) && uses.TryGetValue(subject, out var version) ? version : null;

    public void Add(VersionEntry entry)
    {
        if (!_uses.TryGetValue(entry.Id, out var uses))
        {
            uses = new OrderedDictionary<string, int>(StringComparer.Ordinal);
            _uses.Add(entry.Id, uses);
        }

        uses[entry.Subject] = entry.Version;
        _ids[entry.Content.Guid] = entry.Id;
        LastId = Math.Max(LastId, entry.Id);
    }

    public void Remove(VersionEntry entry)
    {
        if (!_uses.TryGetValue(entry.Id, out var uses))
        {
            return;
        }

        if (uses.TryGetValue(entry.Subject, out var version) && version == entry.Version)
        {
            uses.Remove(entry.Subject);
        }

        if (uses.Count == 0)
        {
            _uses.Remove(entry.Id);
        }
    }
}
