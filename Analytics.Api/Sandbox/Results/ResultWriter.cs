using Analytics.Api.Workers;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox.Results;

/// <summary>Writes an answer in one format.</summary>
internal abstract class ResultWriter : IDisposable
{
    /// <summary>Bytes written so far.</summary>
    public abstract long Length { get; }

    public static ResultWriter Create(ResultFormat format, FrameBuffer buffer) =>
        format == ResultFormat.Csv ? new CsvResultWriter(buffer) : new JsonResultWriter(buffer);

    /// <summary>The columns, before the first row.</summary>
    public abstract void Begin(IReadOnlyList<ResultColumn> columns);

    /// <summary>The row that the reader stands on.</summary>
    public abstract void Row(DuckDBDataReader reader);

    /// <summary>What follows the last row.</summary>
    public abstract void End(long rows, bool truncated, double elapsedMilliseconds);

    public abstract void Dispose();
}
