using System.Security.Cryptography;
using System.Text;

namespace Analytics.Broker.Server.Security;

/// <summary>
/// The users, read once at start: a line for each, name and password with a colon between; empty lines and those that begin with # are passed over.
/// <code>streaming:s3cret</code>
/// </summary>
internal sealed class UserFile
{
    private readonly Dictionary<string, byte[]> _passwords = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _passwords.Keys;

    /// <exception cref="BrokerStartException">The file cannot be read, or a line is not as described.</exception>
    public static UserFile Read(string path)
    {
        var users = new UserFile();
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || colon == line.Length - 1 || !users._passwords.TryAdd(line[..colon], Encoding.UTF8.GetBytes(line[(colon + 1)..])))
            {
                throw new BrokerStartException($"{path}, line {number}: name:password is expected, and each name once.");
            }
        }

        return users._passwords.Count > 0 ? users : throw new BrokerStartException($"{path} names no user: nobody could log in. Write lines of name:password, or leave Broker:Users out.");
    }

    /// <summary>Null for a name that is not known.</summary>
    public byte[]? PasswordOf(string name) => _passwords.GetValueOrDefault(name);

    /// <summary>Takes as long for a wrong name as for a wrong password.</summary>
    public bool Accepts(string name, string password)
    {
        var expected = PasswordOf(name);
        var isRight = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(password)), SHA256.HashData(expected ?? []));
        return isRight && expected is not null;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BrokerStartException($"The file of users {path} cannot be read: {exception.Message} Set Broker:Users to one that can.", exception);
        }
    }
}
