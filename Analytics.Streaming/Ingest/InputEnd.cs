using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>Finds out whether reading has reached the end that the log had when the source was declared complete.</summary>
internal sealed class InputEnd(IRecordSource source, EndOfInputRequest request)
{
    private long[]? _ends;

    /// <summary>Whether the source was declared complete and reading has yet to get there.</summary>
    public bool IsPending => _ends is not null;

    /// <summary>Whether the positions are exactly at the end. Later records void the declaration: it has to be given again.</summary>
    public bool IsReached(ReadOnlySpan<long> positions)
    {
        if (request.TryTake())
        {
            try
            {
                var ends = new long[positions.Length];
                for (var partition = 0; partition < ends.Length; partition++)
                {
                    ends[partition] = source.GetOffsets(partition).Next;
                }

                _ends = ends;
            }
            catch (SourceUnavailableException)
            {
                request.Post();
                return false;
            }
        }

        if (_ends is null)
        {
            return false;
        }

        var reached = true;
        for (var partition = 0; partition < positions.Length; partition++)
        {
            if (positions[partition] > _ends[partition])
            {
                _ends = null;
                return false;
            }

            reached &= positions[partition] == _ends[partition];
        }

        if (reached)
        {
            _ends = null;
        }

        return reached;
    }
}
