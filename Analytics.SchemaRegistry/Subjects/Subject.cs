namespace Analytics.SchemaRegistry.Subjects;

/// <summary>A subject and its versions, soft-deleted ones included, ascending.</summary>
internal sealed class Subject(string name)
{
    public string Name { get; } = name;

    public List<VersionEntry> Versions { get; } = [];

    /// <summary>The highest number ever given: numbers are not used twice, even when the version is gone.</summary>
    public int LastVersion { get; set; }

    public IEnumerable<VersionEntry> Live => Versions.Where(entry => !entry.Deleted);

    public bool IsDeleted => Versions.All(entry => entry.Deleted);

    public VersionEntry? Find(int version, bool deleted) =>
        Versions.Find(entry => entry.Version == version && (deleted || !entry.Deleted));
}
