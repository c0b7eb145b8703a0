using System.Runtime.CompilerServices;
using Analytics.SchemaRegistry.Compatibility.Shapes;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// Finds the differences between two JSON Schemas that stop data of the first from being read by the second.
/// The rules are Confluent's: see the strict policy in its documentation of JSON Schema compatibility.
/// Each pair is compared once; a pair met again while it is being compared is taken for compatible, and when that was wrong everything is compared anew with
/// what is known by then, until nothing changes.
/// </summary>
internal sealed class SchemaComparison
{
    /// <summary>Pairs that one comparison may look at: combined schemas multiply.</summary>
    private const int MaxPairs = 1_000_000;

    private readonly Dictionary<(Shape, Shape), IReadOnlyList<SchemaChange>> _known = [];
    private readonly HashSet<(Shape, Shape)> _open = [];
    private readonly IReadOnlyDictionary<(Shape, Shape), IReadOnlyList<SchemaChange>> _incompatible;
    private bool _assumed;
    private int _left;

    private SchemaComparison(IReadOnlyDictionary<(Shape, Shape), IReadOnlyList<SchemaChange>> incompatible, int left)
    {
        _incompatible = incompatible;
        _left = left;
    }

    /// <summary>Finds the differences.</summary>
    /// <param name="original">The schema that data were written with.</param>
    /// <param name="update">The schema that is to read them.</param>
    /// <param name="policy">Which differences block: <c>LENIENT</c>, or strict.</param>
    /// <exception cref="RegistryProblem">The comparison would take too long.</exception>
    public static Differences Compare(ResolvedSchema original, ResolvedSchema update, string? policy)
    {
        var allowed = CompatibilityPolicy.Allowed(policy);
        var (before, after) = (ShapeReader.Read(original), ShapeReader.Read(update));
        var incompatible = new Dictionary<(Shape, Shape), IReadOnlyList<SchemaChange>>();
        var left = MaxPairs;
        while (true)
        {
            var comparison = new SchemaComparison(incompatible, left);
            var differences = new Differences(allowed);
            comparison.Compare(differences, before, after);
            left = comparison._left;
            var found = comparison._known.Where(pair => pair.Value.Any(change => !allowed.Contains(change.Kind))).ToDictionary();
            if (!comparison._assumed || (found.Count == incompatible.Count && found.Keys.All(incompatible.ContainsKey)))
            {
                return differences;
            }

            incompatible = found;
        }
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

        found.AddBelow(ComparePair(found, original.Target, update.Target));
    }

    /// <summary>Whether members that one schema speaks of and the other does not fit the schema of its unnamed members.</summary>
    public void Cover(Differences found, Shape before, Shape after, ChangeKind covered, ChangeKind notCovered)
    {
        var trial = found.Try(below => Compare(below, before, after));
        found.Add(trial);
        found.Add(trial.IsCompatible ? covered : notCovered);
    }

    private IReadOnlyList<SchemaChange> ComparePair(Differences found, Shape original, Shape update)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var pair = (original, update);
        if (_known.TryGetValue(pair, out var known))
        {
            return known;
        }

        if (!_open.Add(pair))
        {
            if (_incompatible.TryGetValue(pair, out var seeded))
            {
                return seeded;
            }

            _assumed = true;
            return [];
        }

        if (--_left < 0)
        {
            throw Problems.TooComplex();
        }

        try
        {
            var differences = found.AtRoot();
            if (!TryOnePart(differences, original, update))
            {
                CompareKinds(differences, original, update);
            }

            _known[pair] = differences.All;
            return differences.All;
        }
        finally
        {
            _open.Remove(pair);
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
        var single = combined.Parts.Count == 1;
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
            if (original.Kind != ShapeKind.False && !update.IsOpen && !(original.IsConnectBytes && update.IsConnectBytes))
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
                ScalarComparison.CompareText(found, original.Text!, update.Text!);
                break;
            case ShapeKind.Number:
                ScalarComparison.CompareNumber(found, original.Number!, update.Number!);
                break;
            case ShapeKind.Enum:
                ScalarComparison.CompareEnum(found, original, update);
                break;
            case ShapeKind.Const:
                ScalarComparison.CompareConst(found, original, update);
                break;
            case ShapeKind.Not:
                // What must not match may only shrink, so the two change places.
                var reversed = found.Fresh("not");
                Compare(reversed, update.Negated, original.Negated);
                found.Add("not", reversed.IsCompatible ? ChangeKind.NotTypeNarrowed : ChangeKind.NotTypeExtended);
                break;
            case ShapeKind.Object:
                new ObjectComparison(this).Compare(found, original.Object!, update.Object!);
                break;
            case ShapeKind.Array:
                new ArrayComparison(this).Compare(found, original.Array!, update.Array!);
                break;
        }
    }
}
