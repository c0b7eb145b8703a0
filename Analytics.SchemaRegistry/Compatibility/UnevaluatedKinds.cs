using Analytics.SchemaRegistry.Compatibility.Shapes;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary><c>unevaluatedProperties</c> and <c>unevaluatedItems</c>, which only newer drafts have, and the four things that can happen to them.</summary>
internal readonly record struct UnevaluatedKinds(string Keyword, ChangeKind Added, ChangeKind Removed, ChangeKind Extended, ChangeKind Narrowed)
{
    public void Compare(SchemaComparison comparison, Differences found, Shape? before, Shape? after)
    {
        if (before is null && after is null)
        {
            return;
        }

        var kinds = this;
        var (wasClosed, isClosed) = (before?.Kind == ShapeKind.False, after?.Kind == ShapeKind.False);
        found.At(Keyword, below =>
        {
            if (before is null)
            {
                below.Add(isClosed ? kinds.Removed : kinds.Narrowed);
            }
            else if (after is null)
            {
                below.Add(wasClosed ? kinds.Added : kinds.Extended);
            }
            else if (wasClosed != isClosed)
            {
                below.Add(wasClosed ? kinds.Added : kinds.Removed);
            }
            else if (before.IsOpen != after.IsOpen)
            {
                below.Add(before.IsOpen ? kinds.Narrowed : kinds.Extended);
            }
            else
            {
                comparison.Compare(below, before, after);
            }
        });
    }
}
