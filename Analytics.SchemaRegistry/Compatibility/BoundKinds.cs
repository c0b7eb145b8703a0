namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>The four things that can happen to a bound.</summary>
internal readonly record struct BoundKinds(string Keyword, ChangeKind Added, ChangeKind Removed, ChangeKind Increased, ChangeKind Decreased)
{
    public void Compare(Differences found, double? before, double? after)
    {
        if (before is null ? after is null : before.Equals(after))
        {
            return;
        }

        found.Add(Keyword, before is null ? Added : after is null ? Removed : before < after ? Increased : Decreased);
    }
}
