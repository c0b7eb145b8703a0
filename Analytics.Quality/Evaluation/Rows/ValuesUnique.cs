using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_be_unique</c>.</summary>
internal sealed class ValuesUnique : DuplicateRows
{
    private readonly RelationColumn _subject;

    public ValuesUnique(Expectation expectation, Relation relation)
        : base(expectation, relation)
    {
        _subject = Column("column");
        Columns = [_subject];
    }

    protected override IReadOnlyList<RelationColumn> Columns { get; }

    protected override string Key => _subject.Present;

    protected override string Present => $"NOT ({_subject.Missing})";
}
