using Analytics.SchemaRegistry.Compatibility.Shapes;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary><c>unevaluatedProperties</c> and <c>unevaluatedItems</c>, which only newer drafts have, and the four things that can happen to them.</summary>
internal readonly record struct UnevaluatedKinds(string Keyword, ChangeKind Added, ChangeKind Removed, ChangeKind Extended, ChangeKind Narrowed)
{
    public Shape? Of(Shape shape) => shape.IsModern ? shape.Child(Keyword) : null;

    /// <summary>Whether it leaves the content model open.</summary>
    public bool IsOpen(Shape shape) => Of(shape)?.IsOpen ?? true;

    /// <summary>The schema that members have to fit which nothing else speaks of; null when there is none.</summary>
    public Shape? Covering(Shape shape) => Of(shape) is { Kind: not ShapeKind.False, IsOpen: false } rest ? rest : null;

    public void Compare(SchemaComparison comparison, Differences found, Shape original, Shape update)
    {
        var (kinds, before, after) = (this, Of(original), Of(update));
        if (before is null && after is null)
        {
            return;
        }

        var (wasClosed, isClosed) = (before?.Kind == ShapeKind.False, after?.Kind == ShapeKind.False);
        var (wasOpen, isOpen) = (before?.IsOpen ?? true, after?.IsOpen ?? true);
        found.At(Keyword, below =>
        {
            if (wasClosed != isClosed)
            {
                below.Add(wasClosed ? kinds.Added : kinds.Removed);
            }
            else if (wasOpen != isOpen || before is null || after is null)
            {
                below.Add(wasOpen && after is not null ? kinds.Narrowed : kinds.Extended);
            }
            else
            {
                comparison.Compare(below, before, after);
            }
        });
    }
}
