using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.Broker.Server.Security;

/// <summary>
/// The server's side of SCRAM (RFC 5802, without channel binding):
/// <code>
/// C: n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL
/// S: r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096
/// C: c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=
/// S: v=rmF9pqV8S7suAoZWja4dJRkFsKQ=
/// </code>
/// The salt is random for each log-in, since the file of users has passwords. A name that is not known is told only at the end, as a wrong password is.
/// </summary>
internal sealed class ScramExchange(UserFile users, HashAlgorithmName hash)
{
    public const int Iterations = 4096;

    private const string NoBinding = "c=biws";

    private string? _first;
    private string _nonce = "";
    private byte[] _salted = [];

    public string? User { get; private set; }

    public bool IsComplete { get; private set; }

    /// <returns>The answer; null when the client is refused.</returns>
    public byte[]? Next(ReadOnlySpan<byte> token)
    {
        var message = Encoding.UTF8.GetString(token);
        return _first is null ? Begin(message) : End(message);
    }

    private byte[]? Begin(string message)
    {
        // n,authorization id,n=user,r=nonce[,extensions]
        var parts = message.Split(',');
        if (parts.Length < 4 || parts[0] != "n" || !parts[2].StartsWith("n=", StringComparison.Ordinal) || parts[3] is not ['r', '=', _, ..])
        {
            return null;
        }

        User = parts[2][2..].Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        _nonce = parts[3][2..] + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var salt = RandomNumberGenerator.GetBytes(16);
        var size = hash == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;
        _salted = Rfc2898DeriveBytes.Pbkdf2(users.PasswordOf(User) ?? RandomNumberGenerator.GetBytes(16), salt, Iterations, hash, size);
        var answer = string.Create(CultureInfo.InvariantCulture, $"r={_nonce},s={Convert.ToBase64String(salt)},i={Iterations}");
        _first = $"{string.Join(',', parts[2..])},{answer}";
        return Encoding.UTF8.GetBytes(answer);
    }

    private byte[]? End(string message)
    {
        var proofAt = message.LastIndexOf(",p=", StringComparison.Ordinal);
        var parts = message.Split(',');
        var proof = new byte[_salted.Length];
        if (proofAt < 0 || parts[0] != NoBinding || parts[1] != $"r={_nonce}"
            || !Convert.TryFromBase64String(message[(proofAt + 3)..], proof, out var length) || length != proof.Length)
        {
            return null;
        }

        var signed = Encoding.UTF8.GetBytes($"{_first},{message[..proofAt]}");
        var storedKey = CryptographicOperations.HashData(hash, Sign(_salted, "Client Key"u8));
        var signature = Sign(storedKey, signed);
        for (var i = 0; i < proof.Length; i++)
        {
            // What remains is the client's key, if it knows the password.
            proof[i] ^= signature[i];
        }

        if (!CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(hash, proof), storedKey))
        {
            return null;
        }

        IsComplete = true;
        return Encoding.UTF8.GetBytes($"v={Convert.ToBase64String(Sign(Sign(_salted, "Server Key"u8), signed))}");
    }

    private byte[] Sign(byte[] key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(hash, key, data);
}
