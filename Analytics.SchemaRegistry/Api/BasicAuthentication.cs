using System.Security.Cryptography;
using System.Text;
using Analytics.SchemaRegistry.Errors;
using Microsoft.Net.Http.Headers;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Who may ask: the users of the section <c>Registry:Users</c>, name and password each. Without any, everybody may.</summary>
internal sealed class BasicAuthentication
{
    public const string Section = "Registry:Users";
    private const string Scheme = "Basic ";

    /// <summary>Digests have one length, so comparing them tells nothing about the passwords.</summary>
    private readonly Dictionary<string, byte[]> _users;

    public BasicAuthentication(IConfiguration configuration) => _users = configuration.GetSection(Section).GetChildren()
        .ToDictionary(user => user.Key, user => Digest(user.Value ?? ""), StringComparer.Ordinal);

    /// <exception cref="RegistryProblem">401 without the name and password of a user.</exception>
    public void Check(HttpRequest request)
    {
        if (_users.Count > 0 && !IsUser(request.Headers[HeaderNames.Authorization].ToString()))
        {
            throw Problems.Unauthorized();
        }
    }

    private bool IsUser(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
        {
            return false;
        }

        var (name, password) = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var user, var secret] ? (user, secret) : ("", "");
        return CryptographicOperations.FixedTimeEquals(_users.GetValueOrDefault(name, []), Digest(password));
    }

    private static byte[] Digest(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
