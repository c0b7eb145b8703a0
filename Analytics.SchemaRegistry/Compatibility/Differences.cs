using System.Collections.Frozen;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Collects the changes between two schemas and knows the place it is at.</summary>
/// <param name="allowed">The changes that don't count.</param>
/// <param name="path">The place.</param>
internal sealed class Differences(FrozenSet<ChangeKind> allowed, string path = "#")
{
    private const string Root = "#/";

    private readonly List<SchemaChange> _changes = [];

    public IReadOnlyList<SchemaChange> All => _changes;

    public bool IsCompatible => _changes.TrueForAll(change => allowed.Contains(change.Kind));

    public IEnumerable<SchemaChange> Blocking => _changes.Where(change => !allowed.Contains(change.Kind));

    public void Add(ChangeKind kind) => _changes.Add(new SchemaChange(kind, path == "#" ? Root : path));

    public void Add(string keyword, ChangeKind kind) => _changes.Add(new SchemaChange(kind, $"{path}/{keyword}"));

    /// <summary>Takes over what a trial found.</summary>
    public void Add(Differences other) => _changes.AddRange(other._changes);

    /// <summary>Takes over what two schemas differ in, found as if they were at the root.</summary>
    public void AddBelow(IReadOnlyList<SchemaChange> changes) =>
        _changes.AddRange(path == "#" ? changes : changes.Select(change => change with { Path = change.Path == Root ? path : path + change.Path[1..] }));

    /// <summary>The same place and rules without changes.</summary>
    /// <param name="place">Where from here; null for here.</param>
    public Differences Fresh(string? place = null) => new(allowed, place is null ? path : $"{path}/{place}");

    /// <summary>The same rules at the root.</summary>
    public Differences AtRoot() => new(allowed);

    /// <summary>Compares below a place; what is found counts here too.</summary>
    public void At(string place, Action<Differences> compare)
    {
        var below = Fresh(place);
        compare(below);
        Add(below);
    }

    /// <summary>A comparison at this place whose outcome decides whether it counts.</summary>
    public Differences Try(Action<Differences> compare)
    {
        var trial = Fresh();
        compare(trial);
        return trial;
    }
}
