using Analytics.Lake.Files;
using Analytics.Lake.Log;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>Random commits, reloads and stale bases against a list and a dictionary.</summary>
public sealed class DeltaModelTests
{
    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 4], Gen.Bool, (app, add, remove, stale, reload) =>
        new Step($"app-{app}", add, remove, stale, reload));

    [Fact]
    public void RandomCommits_EqualTheModel() => Steps.Array[1, 25].Sample(
        steps =>
        {
            using var folder = new TemporaryFolder();
            var table = new DeltaTable(folder.At("t")) { CheckpointInterval = 4 };
            var files = new List<DataFile>();
            var transactions = new Dictionary<string, long>();
            var newest = new Dictionary<string, int>();
            var history = new List<DeltaSnapshot?> { null };
            foreach (var (step, number) in steps.Select((step, i) => (step, i)))
            {
                var added = Enumerable.Range(0, step.Add).Select(i => EventTable.Fake(table.Directory, $"{number}-{i}", rows: number + i)).ToArray();
                var removed = files.Take(step.Remove).ToArray();
                var batch = transactions.GetValueOrDefault(step.AppId, -1) + 1;

                // A basis that is behind is caught up by rebasing; files that it does not know yet can't be removed on it, and a writer knows its own commits.
                var known = newest.GetValueOrDefault(step.AppId);
                var basis = removed.Length > 0 ? history[^1] : history[Math.Max(known, history.Count - 1 - step.Stale)];
                var snapshot = table.Commit(basis, EventTable.Transaction(step.AppId, batch, added) with { Remove = removed });

                files.RemoveRange(0, removed.Length);
                files.AddRange(added);
                transactions[step.AppId] = batch;
                newest[step.AppId] = history.Count;
                history.Add(step.Reload ? new DeltaTable(table.Directory).Load() : snapshot);
                AssertEqual(history[^1]!, number, files, transactions);
            }

            AssertEqual(new DeltaTable(table.Directory).Load()!, steps.Length - 1, files, transactions);
        },
        iter: 40,
        threads: 1);

    private static void AssertEqual(DeltaSnapshot snapshot, long version, List<DataFile> files, Dictionary<string, long> transactions)
    {
        snapshot.Version.ShouldBe(version);
        snapshot.Files.Select(file => file.Path).ShouldBe(files.Select(file => file.Path));
        snapshot.RowCount.ShouldBe(files.Sum(file => file.RowCount));
        snapshot.Transactions.ShouldBe(transactions, ignoreOrder: true);
    }

    private sealed record Step(string AppId, int Add, int Remove, int Stale, bool Reload);
}
