namespace Analytics.SchemaRegistry.Subjects;

/// <summary>A subject and its versions, soft-deleted ones included, ascending.</summary>
internal sealed class Subject(string name)
{
    private readonly SortedList<int, VersionEntry> _versions = [];

    public string Name { get; } = name;

    public IList<VersionEntry> Versions => _versions.Values;

    public IEnumerable<VersionEntry> Live => _versions.Values.Where(entry => !entry.Deleted);

    public VersionEntry? Latest => _versions.Values.LastOrDefault(entry => !entry.Deleted);

    public bool IsDeleted => _versions.Values.All(entry => entry.Deleted);

    /// <summary>The number that the next version gets.</summary>
    public int NextVersion => _versions.Count == 0 ? 1 : _versions.Keys[^1] + 1;

    public VersionEntry? Find(int version, bool deleted) =>
        _versions.TryGetValue(version, out var entry) && (deleted || !entry.Deleted) ? entry : null;

    public void Put(VersionEntry entry) => _versions[entry.Version] = entry;

    public void Remove(int version) => _versions.Remove(version);
}
