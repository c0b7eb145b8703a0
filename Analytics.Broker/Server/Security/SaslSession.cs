using System.Security.Cryptography;
using System.Text;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server.Security;

/// <summary>The log-in of one connection: a mechanism is chosen (SaslHandshake), then tokens go to and fro (SaslAuthenticate, KIP-152).</summary>
internal sealed class SaslSession(UserFile users)
{
    private const string Plain = "PLAIN";

    private string? _mechanism;
    private ScramExchange? _scram;

    public static string[] Mechanisms { get; } = [Plain, "SCRAM-SHA-256", "SCRAM-SHA-512"];

    public UserFile Users { get; } = users;

    public bool IsAuthenticated { get; private set; }

    public bool HasFailed { get; private set; }

    /// <summary>Who has logged in, or tried to.</summary>
    public string? User { get; private set; }

    public ErrorCode Choose(string mechanism)
    {
        if (IsAuthenticated || _mechanism is not null)
        {
            return ErrorCode.IllegalSaslState;
        }

        if (!Mechanisms.Contains(mechanism, StringComparer.Ordinal))
        {
            return ErrorCode.UnsupportedSaslMechanism;
        }

        _mechanism = mechanism;
        _scram = mechanism == Plain ? null : new ScramExchange(Users, mechanism == "SCRAM-SHA-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512);
        return ErrorCode.None;
    }

    /// <summary>Takes a token of the client.</summary>
    /// <returns>The token to answer with. After a failure nothing more is accepted.</returns>
    public (ErrorCode Error, string? Message, byte[] Token) Authenticate(ReadOnlySpan<byte> token)
    {
        if (_mechanism is null || IsAuthenticated || HasFailed)
        {
            HasFailed = true;
            return (ErrorCode.IllegalSaslState, "the mechanism is to be chosen first, and one logs in once", []);
        }

        var answer = _scram is null ? AcceptPlain(token) : _scram.Next(token);
        User = _scram?.User ?? User;
        IsAuthenticated = answer is not null && (_scram?.IsComplete ?? true);
        HasFailed = answer is null;
        return answer is null ? (ErrorCode.SaslAuthenticationFailed, $"Authentication failed: invalid credentials with SASL mechanism {_mechanism}", []) : (ErrorCode.None, null, answer);
    }

    /// <summary>RFC 4616: authorization id, user and password with NUL between: <c>00 61 00 70</c> is user "a" with password "p".</summary>
    private byte[]? AcceptPlain(ReadOnlySpan<byte> token)
    {
        var parts = Encoding.UTF8.GetString(token).Split('\0');
        User = parts.Length == 3 ? parts[1] : null;
        return parts is [var authorization, var name, var password] && (authorization.Length == 0 || authorization == name) && Users.Accepts(name, password) ? [] : null;
    }
}
