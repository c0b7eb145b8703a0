using System.Globalization;

namespace Analytics.SparkConnect.Connection;

/// <summary>
/// Where a Spark Connect server is and how to speak to it: <c>sc://host:15002/;use_ssl=true;token=…;user_id=…</c>
/// (Spark's client-connection-string.md). A parameter beginning with <c>x-</c> becomes a header of every call.
/// </summary>
public sealed record SparkConnectionString
{
    /// <summary>The port of a server that was not told another.</summary>
    public const int DefaultPort = 15002;

    private const string Scheme = "sc://";

    /// <summary>The server's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Whether the connection is TLS. A token always is sent over TLS.</summary>
    public bool UseSsl { get; init; }

    /// <summary>The bearer token; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The user whose sessions these are.</summary>
    public string UserId { get; init; } = Environment.UserName;

    /// <summary>Headers sent with every call, such as a gateway asks for.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The address for a gRPC channel.</summary>
    public Uri Address => new UriBuilder(UseSsl ? "https" : "http", Host, Port).Uri;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and never shows the token.</exception>
    public static SparkConnectionString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("it begins with sc://");
        }

        var rest = text[Scheme.Length..];
        var end = rest.IndexOfAny(['/', ';']);
        var authority = end < 0 ? rest : rest[..end];
        var (host, port) = Authority(authority);
        var connection = new SparkConnectionString { Host = host, Port = port };
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in (end < 0 ? "" : rest[end..].TrimStart('/')).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Wrong("after the port come parameters such as ;use_ssl=true");
            }

            var name = parameter[..equals].ToLowerInvariant();
            var value = Uri.UnescapeDataString(parameter[(equals + 1)..]);
            connection = name switch
            {
                "use_ssl" => connection with { UseSsl = bool.TryParse(value, out var isSsl) ? isSsl : throw Wrong("use_ssl is true or false") },
                "token" => connection with { Token = value },
                "user_id" => connection with { UserId = value },
                "user_agent" or "session_id" => throw Wrong($"{name} is set by this client"),
                _ when name.StartsWith("x-", StringComparison.Ordinal) => Header(name, value),
                _ => throw Wrong($"{name} is not known: use use_ssl, token, user_id or x-…"),
            };
        }

        if (connection is { Token: not null, UseSsl: false })
        {
            connection = connection with { UseSsl = true };
        }

        return connection with { Headers = headers };

        SparkConnectionString Header(string name, string value)
        {
            headers[name] = value;
            return connection;
        }
    }

    /// <summary>The address without secrets.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}{Host}:{Port}");

    private static (string Host, int Port) Authority(string authority)
    {
        var hostEnd = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        var host = hostEnd > 0 ? authority[..hostEnd] : authority.StartsWith(':') ? "" : authority;
        var port = authority[host.Length..];
        if (host.Length == 0 || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw Wrong("the host is missing or not a host name");
        }

        if (port.Length == 0)
        {
            return (host, DefaultPort);
        }

        return port[0] == ':' && ushort.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? (host, number)
            : throw Wrong("the port is a number from 1 to 65535");
    }

    private static FormatException Wrong(string why) => new($"The Spark connection string must look like sc://host:15002/;use_ssl=true;token=…: {why}.");
}
