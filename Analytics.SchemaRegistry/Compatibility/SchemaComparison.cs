using System.Runtime.CompilerServices;
using Analytics.SchemaRegistry.Compatibility.Shapes;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// Finds the differences between two JSON Schemas that stop data of the first from being read by the second.
/// The rules are Confluent's: see the strict policy in its documentation of JSON Schema compatibility.
/// </summary>
internal sealed class SchemaComparison
{
    /// <summary>Pairs under comparison further up: met again, a recursive schema adds nothing new.</summary>
    private readonly HashSet<(Shape, Shape)> _open = [];

    /// <summary>The changes that block, in words.</summary>
    public static IReadOnlyList<string> Blocking(string original, string update, string? policy) =>
        [.. Compare(original, update, policy).Blocking.Select(change => change.ToString())];

    public static Differences Compare(string original, string update, string? policy)
    {
        var differences = new Differences(CompatibilityPolicy.Allowed(policy));
        new SchemaComparison().Compare(differences, new ShapeReader(original).Root, new ShapeReader(update).Root);
        return differences;
    }

    public void Compare(Differences found, Shape? original, Shape? update)
    {
        if (original is null || update is null)
        {
            if (original is not null || update is not null)
            {
                found.Add(original is null ? ChangeKind.SchemaAdded : ChangeKind.SchemaRemoved);
            }

            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_open.Add((original, update)))
        {
            return;
        }

        try
        {
            if (!TryOnePart(found, original, update))
            {
                CompareKinds(found, original, update);
            }
        }
        finally
        {
            _open.Remove((original, update));
        }
    }

    /// <summary>A plain schema against a combined one: one part that fits can be enough.</summary>
    private bool TryOnePart(Differences found, Shape original, Shape update)
    {
        if (original.IsCombined == update.IsCombined)
        {
            return false;
        }

        var combined = original.IsCombined ? original : update;
        var single = combined.PartCount == 1;
        var any = original.IsCombined ? combined.Kind == ShapeKind.AllOf : combined.IsSum;
        if (!single && !any)
        {
            return false;
        }

        foreach (var part in combined.Parts)
        {
            var trial = found.Try(below => Compare(below, original.IsCombined ? part : original, update.IsCombined ? part : update));
            if (trial.IsCompatible)
            {
                found.Add(trial);
                if (!single)
                {
                    found.Add(original.IsCombined ? ChangeKind.ProductTypeNarrowed : ChangeKind.SumTypeExtended);
                }

                return true;
            }
        }

        return false;
    }

    private void CompareKinds(Differences found, Shape original, Shape update)
    {
        if (original.IsCombined && update.IsCombined)
        {
            new CombinedComparison(this).Compare(found, original, update);
        }
        else if (original.Kind != update.Kind)
        {
            // What admitted nothing has no data; what admits everything reads all data.
            if (original.Kind != ShapeKind.False && !update.IsOpen)
            {
                found.Add(ChangeKind.TypeChanged);
            }
        }
        else
        {
            CompareKeywords(found, original, update);
        }
    }

    private void CompareKeywords(Differences found, Shape original, Shape update)
    {
        switch (original.Kind)
        {
            case ShapeKind.Text:
                ScalarComparison.CompareText(found, original, update);
                break;
            case ShapeKind.Number:
                ScalarComparison.CompareNumber(found, original, update);
                break;
            case ShapeKind.Enum or ShapeKind.Const:
                ScalarComparison.CompareValues(found, original, update);
                break;
            case ShapeKind.Not:
                // What must not match may only shrink, so the two change places.
                var reversed = found.Try(below => Compare(below, update.Child("not"), original.Child("not")));
                found.Add("not", reversed.IsCompatible ? ChangeKind.NotTypeNarrowed : ChangeKind.NotTypeExtended);
                break;
            case ShapeKind.Object:
                new ObjectComparison(this).Compare(found, original, update);
                break;
            case ShapeKind.Array:
                new ArrayComparison(this).Compare(found, original, update);
                break;
        }
    }
}
