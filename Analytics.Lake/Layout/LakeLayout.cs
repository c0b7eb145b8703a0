namespace Analytics.Lake.Layout;

/// <summary>The folders of one pipeline's lake: <c>{data}/lake/{pipeline}/{staging,gold,quarantine,ops}/{table}</c>.</summary>
/// <param name="DataDirectory">The data folder.</param>
/// <param name="Pipeline">The pipeline's name.</param>
public sealed record LakeLayout(string DataDirectory, string Pipeline)
{
    /// <summary>The name of the table of events.</summary>
    public const string Events = "events";

    /// <summary>The lake's folder, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(Path.Combine(DataDirectory, "lake", Pipeline));

    /// <summary>The folder of a staged table.</summary>
    public string Staging(string table) => Path.Combine(Root, "staging", table);

    /// <summary>The folder of an audited table.</summary>
    public string Gold(string table) => Path.Combine(Root, "gold", table);

    /// <summary>The folder of a table's quarantined rows.</summary>
    public string Quarantine(string table) => Path.Combine(Root, "quarantine", table);

    /// <summary>The folder of an operational table: <c>dead_letters</c>, <c>late</c>, <c>quality_results</c>.</summary>
    public string Ops(string table) => Path.Combine(Root, "ops", table);
}
