using System.Collections.Frozen;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Collects the changes between two schemas and knows the place it is at.</summary>
/// <param name="allowed">The changes that don't count.</param>
/// <param name="path">The place.</param>
internal sealed class Differences(FrozenSet<ChangeKind> allowed, string path = "#")
{
    private readonly List<SchemaChange> _changes = [];

    public IReadOnlyList<SchemaChange> All => _changes;

    public bool IsCompatible => _changes.TrueForAll(change => allowed.Contains(change.Kind));

    public IEnumerable<SchemaChange> Blocking => _changes.Where(change => !allowed.Contains(change.Kind));

    public void Add(ChangeKind kind) => _changes.Add(new SchemaChange(kind, path == "#" ? "#/" : path));

    public void Add(string keyword, ChangeKind kind) => _changes.Add(new SchemaChange(kind, $"{path}/{keyword}"));

    /// <summary>Takes over what a trial found.</summary>
    public void Add(Differences other) => _changes.AddRange(other._changes);

    /// <summary>Compares below a place; what is found counts here too.</summary>
    public void At(string place, Action<Differences> compare)
    {
        var below = new Differences(allowed, $"{path}/{place}");
        compare(below);
        Add(below);
    }

    /// <summary>A comparison at this place whose outcome decides whether it counts.</summary>
    public Differences Try(Action<Differences> compare)
    {
        var trial = new Differences(allowed, path);
        compare(trial);
        return trial;
    }
}
