using System.Buffers;
using System.IO.Compression;
using Analytics.Contracts.Inputs;

namespace Analytics.Producer.Files;

/// <summary>The lines of an NDJSON file, byte for byte: what is wrong with a line is for the pipeline to say. Blank lines are no rows.</summary>
internal sealed class NdjsonRows : IRowSource
{
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r"u8);

    private readonly Stream _stream;
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _finished;

    public NdjsonRows(InputFile file)
    {
        Stream stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        _stream = file.IsCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
        {
            _start = "\uFEFF"u8.Length;
        }
    }

    public bool Read(ArrayBufferWriter<byte> target)
    {
        while (NextLine(out var line))
        {
            if (line.IndexOfAnyExcept(Space) >= 0)
            {
                target.Write(line);
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _stream.Dispose();

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, searched + length).TrimEnd((byte)'\r');
                _start += searched + length + 1;
                return true;
            }

            searched = _end - _start;
            if (_finished)
            {
                line = _buffer.AsSpan(_start, searched).TrimEnd((byte)'\r');
                _start = _end;
                return searched > 0;
            }

            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _finished = read == 0;
    }
}
