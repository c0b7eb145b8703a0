using System.Globalization;
using System.Text;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Producers;

/// <summary>
/// Gives out producer ids, each only once for ever. A block is reserved in the file before its first id is given, so that a crash loses ids but
/// repeats none.
/// </summary>
internal sealed class ProducerIdAllocator
{
    private const int BlockSize = 1000;

    private readonly Lock _lock = new();
    private readonly string _path;
    private long _next;
    private long _reservedTo;

    public ProducerIdAllocator(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            return;
        }

        if (!long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out _reservedTo))
        {
            throw new InvalidDataException($"{path} should hold one number, the first producer id that is still free: write a number higher than any used");
        }

        _next = _reservedTo;
    }

    public long Next()
    {
        lock (_lock)
        {
            if (_next == _reservedTo)
            {
                var reserved = _reservedTo + BlockSize;
                AtomicFile.Write(_path, Encoding.ASCII.GetBytes(reserved.ToString(CultureInfo.InvariantCulture)), sync: true);
                _reservedTo = reserved;
            }

            return _next++;
        }
    }
}
