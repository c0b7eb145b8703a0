using System.Collections.Concurrent;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class CommitRaceTests : IDisposable
{
    private const int Writers = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EightWriters_DifferentApplications_EachCommitLandsOnce()
    {
        const int batches = 15;
        using var start = new Barrier(Writers);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var table = Table();
                start.SignalAndWait(TestContext.Current.CancellationToken);
                DeltaSnapshot? snapshot = null;
                for (var batch = 0; batch < batches; batch++)
                {
                    snapshot = table.Commit(snapshot, EventTable.Transaction($"app-{writer}", batch, EventTable.Fake(table.Directory, $"{writer}-{batch}.parquet")));
                }
            },
            TaskCreationOptions.LongRunning)));

        var loaded = Table().Load()!;
        loaded.Version.ShouldBe((Writers * batches) - 1);
        loaded.RowCount.ShouldBe(Writers * batches);
        loaded.Transactions.ShouldBe(Enumerable.Range(0, Writers).ToDictionary(writer => $"app-{writer}", _ => batches - 1L), ignoreOrder: true);
        Enumerable.Range(0, Writers * batches).Select(version => Table().ReadCommit(version)!.Added.Count).ShouldAllBe(count => count == 1);
        Directory.GetFiles(_folder.At("t", "_delta_log"), ".*").ShouldBeEmpty();
    }

    [Fact]
    public async Task EightWriters_SameApplicationAndBatch_ExactlyOneWins()
    {
        var basis = Table().Commit(null, EventTable.Transaction(0));
        using var start = new Barrier(Writers);
        var outcomes = new ConcurrentBag<bool>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var table = Table();
                var file = EventTable.Fake(table.Directory, $"{writer}.parquet");
                start.SignalAndWait(TestContext.Current.CancellationToken);
                try
                {
                    table.Commit(basis, EventTable.Transaction(1, file));
                    outcomes.Add(true);
                }
                catch (ConcurrentWriterException)
                {
                    outcomes.Add(false);
                }
            },
            TaskCreationOptions.LongRunning)));

        outcomes.Count(won => won).ShouldBe(1);
        outcomes.Count.ShouldBe(Writers);
        Table().Load()!.Version.ShouldBe(1);
        Table().Load()!.RowCount.ShouldBe(1);
    }

    [Fact]
    public void Commit_BatchAtOrBelowTheCommittedOne_IsRefused()
    {
        var snapshot = Table().Commit(null, EventTable.Transaction(5));

        Should.Throw<ConcurrentWriterException>(() => Table().Commit(snapshot, EventTable.Transaction(5))).Message.ShouldContain("'ingest'");
        Should.Throw<ConcurrentWriterException>(() => Table().Commit(snapshot, EventTable.Transaction(4)));
        Should.Throw<ConcurrentWriterException>(() => Table().Commit(null, EventTable.Transaction(5)));

        Table().Load()!.Version.ShouldBe(0);
    }

    [Fact]
    public void Commit_AfterAnEarlierBatchOfARival_IsRefused()
    {
        var basis = Table().Commit(null, EventTable.Transaction(4));
        Table().Commit(basis, EventTable.Transaction(6, EventTable.Fake(_folder.At("t"), "five-and-six.parquet")));

        Should.Throw<ConcurrentWriterException>(() => Table().Commit(basis, EventTable.Transaction(8, EventTable.Fake(_folder.At("t"), "five-to-eight.parquet"))))
            .Message.ShouldContain("committed 6");

        Table().Load()!.RowCount.ShouldBe(1);
    }

    private DeltaTable Table() => new(_folder.At("t")) { CheckpointInterval = 7 };
}
