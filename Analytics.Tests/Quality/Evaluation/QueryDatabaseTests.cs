using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Queries;
using Analytics.Quality.Files;
using Analytics.Quality.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>A suite's own SQL can neither run for ever nor take all memory, nor reach other files.</summary>
public sealed class QueryDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Count_OfTheBatch_Works() => Open().Count("SELECT * FROM {batch} WHERE x > 1").ShouldBe(1);

    [Fact]
    public void Count_OfAQueryWithoutEnd_IsStopped() =>
        Should.Throw<DataMismatchException>(() => Open(TimeSpan.FromMilliseconds(200)).Count("SELECT a.range FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3"))
            .Message.ShouldContain("took longer than 0.2 s");

    [Fact]
    public void Count_OfAQueryThatHoardsMemory_IsStopped() =>
        Should.Throw<DataMismatchException>(() => Open().Count("SELECT DISTINCT range || ' is part of a text that is kept for each' FROM range(100000000)"))
            .Message.ShouldContain("more than 512MB");

    [Fact]
    public void Count_OfAnotherFile_IsRefused()
    {
        var other = _folder.Write("other.csv", "secret\n1\n");

        Should.Throw<Exception>(() => Open().Count($"SELECT * FROM read_csv('{other}')")).Message.ShouldContain("Permission");
    }

    private QueryDatabase Open(TimeSpan? limit = null)
    {
        var file = _folder.Write("data.csv", "x\n1\n2\n");
        using var database = new QualityDatabase();
        return new QueryDatabase(FileRelation.Open(database.Connection, file, _ => false) with { Files = [file] }, limit);
    }
}
