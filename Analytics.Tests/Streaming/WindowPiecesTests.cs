using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Files;
using Analytics.Streaming.Windows;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class WindowPiecesTests
{
    private const long Minute = 60_000_000;
    private const string Time = "at";

    private static readonly WindowGeometry Tumbling = WindowGeometry.Of(new TumblingWindow(TimeSpan.FromMinutes(1)));
    private static readonly WindowGeometry Sliding = WindowGeometry.Of(new SlidingWindow(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2)));

    [Fact]
    public void Cut_FewRows_LeavesTheRange() => Cut(Tumbling, new WindowRange(0, 60 * Minute), 1000, File(0, 60, 1000)).ShouldBe([new WindowRange(0, 60 * Minute)]);

    [Fact]
    public void Cut_EvenRows_GivesEvenPieces() => Cut(Tumbling, new WindowRange(0, 60 * Minute), 250, File(0, 30, 500), File(30, 60, 500))
        .ShouldBe([new(0, 15 * Minute), new(15 * Minute, 30 * Minute), new(30 * Minute, 45 * Minute), new(45 * Minute, 60 * Minute)]);

    /// <summary>Nine of ten rows lie in the last ten minutes.</summary>
    [Fact]
    public void Cut_UnevenRows_CutsWhereTheyAre() => Cut(Tumbling, new WindowRange(0, 60 * Minute), 500, File(0, 50, 100), File(50, 60, 900))
        .ShouldBe([new(0, 55 * Minute), new(55 * Minute, 60 * Minute)]);

    /// <summary>A window's rows can't be divided.</summary>
    [Fact]
    public void Cut_ManyRowsInOneWindow_LeavesIt() => Cut(Tumbling, new WindowRange(0, 3 * Minute), 10, File(1, 2, 1000))
        .ShouldBe([new(0, 2 * Minute), new(2 * Minute, 3 * Minute)]);

    [Fact]
    public void Cut_OneTimeOnly_LeavesItsWindow() => Cut(Tumbling, new WindowRange(0, 4 * Minute), 10, new DataFile
    {
        Path = "one",
        Size = 1,
        RowCount = 1000,
        ModificationTime = 0,
        Statistics = Statistics(90_000_000, 90_000_000),
    }).ShouldBe([new(0, 2 * Minute), new(2 * Minute, 4 * Minute)]);

    [Fact]
    public void Cut_FileWithoutStatistics_LeavesTheRange() => Cut(
        Tumbling, new WindowRange(0, 60 * Minute), 10, File(0, 60, 1000), File(0, 60, 1000) with { Statistics = new Dictionary<string, ColumnStatistics>() })
        .ShouldBe([new WindowRange(0, 60 * Minute)]);

    /// <summary>Any files, any window: adjacent pieces on starts of windows that are together the range, none shorter than a window, as many rows in each as its windows allow.</summary>
    [Fact]
    public void Cut_AnyFiles_CoversTheRangeOnce()
    {
        var file = Gen.Select(Gen.Long[-100 * Minute, 300 * Minute], Gen.Long[0, 90 * Minute], Gen.Int[1, 5000]);
        Gen.Select(Gen.Bool, Gen.Long[-50, 50], Gen.Long[1, 200], Gen.Long[1, 3000], file.Array[0, 20]).Sample((isSliding, first, count, rows, spreads) =>
        {
            var window = isSliding ? Sliding : Tumbling;
            var range = new WindowRange(first * window.Every, (first + count) * window.Every);
            DataFile[] files = [.. spreads.Select(spread => File(spread.Item1, spread.Item2, spread.Item3, 1))];

            var pieces = WindowPieces.Cut(range, window, files, Time, rows);

            (pieces[0].From, pieces[^1].To).ShouldBe((range.From, range.To));
            pieces.Zip(pieces.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
            pieces.ShouldAllBe(piece => window.Align(piece) == piece);
            if (pieces.Count > 1)
            {
                pieces.ShouldAllBe(piece => piece.To - piece.From >= window.Size);
            }

            // A cut is moved up to the next start, and left out where the piece would be shorter than a window.
            pieces.ShouldAllBe(piece => piece.To - piece.From <= 2 * window.Size || Rows(files, piece, trim: window.Size + window.Every) <= rows + 1);
        }, iter: 2000);
    }

    private static double Rows(DataFile[] files, WindowRange piece, long trim) => files.Sum(file =>
    {
        var (min, max) = ((long)file.Statistics[Time].Min!, (long)file.Statistics[Time].Max!);
        var (from, to) = (Math.Max(min, piece.From + trim), Math.Min(max + 1, piece.To - trim));
        return from < to ? file.RowCount * (double)(to - from) / (max - min + 1) : 0;
    });

    private static List<WindowRange> Cut(WindowGeometry window, WindowRange range, long rows, params DataFile[] files) => WindowPieces.Cut(range, window, files, Time, rows);

    private static DataFile File(long from, long to, int rows) => File(from * Minute, (to - from) * Minute, rows, 1);

    private static DataFile File(long from, long length, int rows, int size) => new()
    {
        Path = "some",
        Size = size,
        RowCount = rows,
        ModificationTime = 0,
        Statistics = Statistics(from, from + Math.Max(0, length - 1)),
    };

    private static Dictionary<string, ColumnStatistics> Statistics(long min, long max) => new() { [Time] = new ColumnStatistics(min, max, 0) };
}
