using System.Globalization;

namespace Analytics.AppHost.Options;

/// <summary>Where Kafka and the schema registry are: embedded, or an address.</summary>
internal static class EndpointCheck
{
    public const string Native = "native";

    public static string? Kafka(string? value)
    {
        switch (value)
        {
            case null or "embedded" or Native:
                return null;
            case "container":
                throw new RefusedException("--kafka container needs Docker, which the built-in host does not drive: use --kafka native with KAFKA_HOME, or start the container yourself and use --kafka HOST:PORT.");
        }

        foreach (var server in value.Split(','))
        {
            var colon = server.LastIndexOf(':');
            if (colon <= 0 || !int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            {
                throw new RefusedException($"--kafka {value}: use embedded, native, or the address of a cluster as HOST:PORT.");
            }
        }

        return value;
    }

    public static string? Registry(string? value)
    {
        if (value is null or "embedded")
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", AbsolutePath: "/" }
            ? uri.ToString()
            : throw new RefusedException($"--registry {value}: use embedded, or a URL such as http://localhost:8081.");
    }
}
