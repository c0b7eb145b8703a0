namespace Analytics.Lake.Schema;

/// <summary>A column of a table.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it can be null.</param>
/// <param name="Content">What the texts of a <see cref="LakeType.String"/> column are.</param>
public sealed record LakeColumn(string Name, LakeType Type, bool Nullable, TextContent Content = TextContent.Unmarked);
