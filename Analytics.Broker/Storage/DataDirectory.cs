using System.Text;

namespace Analytics.Broker.Storage;

/// <summary>
/// The broker's folder, held by one process at a time: the lock is the kernel's, and goes with its holder.
/// <code>broker.lock · broker.port · cluster.id · producer.ids · offsets.log · transactions.log · topics/ · deleted/</code>
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream lockFile, string clusterId)
    {
        (Path, _lock, ClusterId) = (path, lockFile, clusterId);
    }

    public string Path { get; }

    /// <summary>22 characters of base64, as Kafka's.</summary>
    public string ClusterId { get; }

    public static DataDirectory Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new DataDirectory(path, Lock(path), ClusterIdentity(System.IO.Path.Combine(path, "cluster.id")));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BrokerStartException($"The data folder {path} cannot be written: {exception.Message} Choose another with --data.", exception);
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Leaves the port behind, for whoever started the broker with port 0.</summary>
    public void WritePort(int port) => AtomicFile.Write(File("broker.port"), Encoding.ASCII.GetBytes($"{port}\n"), sync: false);

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        var lockPath = System.IO.Path.Combine(path, "broker.lock");
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (System.IO.File.Exists(lockPath))
        {
            throw new BrokerStartException($"The data folder {path} is in use by another broker. Stop it, or choose another folder with --data.", exception);
        }
    }

    private static string ClusterIdentity(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            var id = Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22].Replace('+', '-').Replace('/', '_');
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(id), sync: true);
        }

        return System.IO.File.ReadAllText(path).Trim();
    }
}
