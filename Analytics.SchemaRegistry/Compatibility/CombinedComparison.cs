using Analytics.SchemaRegistry.Compatibility.Shapes;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>allOf, anyOf, oneOf: their parts are paired off so that as many as possible fit, whatever their order.</summary>
internal sealed class CombinedComparison(SchemaComparison comparison)
{
    public void Compare(Differences found, Shape original, Shape update)
    {
        if (original.Kind != update.Kind)
        {
            var extended = Extends(original, update);
            found.Add(extended ? ChangeKind.CombinedTypeExtended : ChangeKind.CombinedTypeChanged);
            if (!extended)
            {
                return;
            }
        }

        var (before, after) = (Distinct(original), Distinct(update));
        if (before.Count < after.Count)
        {
            found.Add(update.IsSum ? ChangeKind.SumTypeExtended : ChangeKind.ProductTypeExtended);
        }
        else if (before.Count > after.Count)
        {
            found.Add(original.IsSum ? ChangeKind.SumTypeNarrowed : ChangeKind.ProductTypeNarrowed);
        }

        Match(found, Keyword(original), before, after);
    }

    private static List<Shape> Distinct(Shape combined) => [.. combined.Parts.DistinctBy(part => (part.Kind, part.Source))];

    private static string Keyword(Shape combined) => combined.Kind switch
    {
        ShapeKind.AllOf => "allOf",
        ShapeKind.AnyOf => "anyOf",
        _ => "oneOf",
    };

    /// <summary>To anyOf from anything; from one part to oneOf; from allOf to any of its kind; one part against one part.</summary>
    private static bool Extends(Shape original, Shape update)
    {
        var (fromOne, toOne) = (original.Parts.Count == 1, update.Parts.Count == 1);
        return update.Kind == ShapeKind.AnyOf
            || (fromOne && (toOne || update.Kind == ShapeKind.OneOf))
            || (toOne && original.Kind == ShapeKind.AllOf);
    }

    private void Match(Differences found, string keyword, List<Shape> before, List<Shape> after)
    {
        var trials = new Differences?[before.Count, after.Count];
        for (var i = 0; i < before.Count; i++)
        {
            for (var j = 0; j < after.Count; j++)
            {
                var trial = found.Fresh($"{keyword}/{i}");
                comparison.Compare(trial, before[i], after[j]);
                trials[i, j] = trial.IsCompatible ? trial : null;
            }
        }

        var partners = Pairing.Maximum(before.Count, after.Count, (i, j) => trials[i, j] is not null);
        var pairs = 0;
        for (var j = 0; j < partners.Length; j++)
        {
            if (partners[j] >= 0)
            {
                found.Add(trials[partners[j], j]!);
                pairs++;
            }
        }

        if (pairs < Math.Min(before.Count, after.Count))
        {
            found.Add(ChangeKind.CombinedTypeSubschemasChanged);
        }
    }
}
