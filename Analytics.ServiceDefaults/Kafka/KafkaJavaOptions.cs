namespace Analytics.ServiceDefaults.Kafka;

/// <summary>
/// The security settings of librdkafka in the names of Kafka's Java client, for engines that run on it. Other settings of the section <c>Kafka</c> tune
/// librdkafka alone and are left out.
/// </summary>
internal static class KafkaJavaOptions
{
    private static readonly Dictionary<string, string> SameMeaning = new(StringComparer.Ordinal)
    {
        ["security.protocol"] = "security.protocol",
        ["sasl.mechanism"] = "sasl.mechanism",
        ["sasl.mechanisms"] = "sasl.mechanism",
        ["ssl.ca.pem"] = "ssl.truststore.certificates",
        ["ssl.certificate.pem"] = "ssl.keystore.certificate.chain",
        ["ssl.key.pem"] = "ssl.keystore.key",
        ["ssl.key.password"] = "ssl.key.password",
    };

    /// <summary>Translates the settings.</summary>
    /// <param name="settings">Settings by librdkafka's names.</param>
    /// <exception cref="InvalidOperationException">A security setting has no counterpart; the message names it.</exception>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> settings)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in settings.Where(setting => IsSecurity(setting.Key)))
        {
            switch (name)
            {
                case "sasl.username" or "sasl.password":
                    break;
                case "ssl.ca.location":
                    options["ssl.truststore.location"] = value;
                    break;
                case "ssl.endpoint.identification.algorithm":
                    options[name] = value == "none" ? "" : value;
                    break;
                default:
                    options[SameMeaning.GetValueOrDefault(name) ?? throw new InvalidOperationException($"Kafka:{name} has no counterpart in Kafka's Java client: Spark can't use it.")] = value;
                    break;
            }
        }

        if (options.ContainsKey("ssl.truststore.location") || options.ContainsKey("ssl.truststore.certificates"))
        {
            options["ssl.truststore.type"] = "PEM";
        }

        if (options.ContainsKey("ssl.keystore.key"))
        {
            options["ssl.keystore.type"] = "PEM";
        }

        if (settings.TryGetValue("sasl.username", out var user))
        {
            options["sasl.jaas.config"] = Login(options.GetValueOrDefault("sasl.mechanism", "GSSAPI"), user, settings.GetValueOrDefault("sasl.password", ""));
        }

        return options;
    }

    private static bool IsSecurity(string name) =>
        name == "security.protocol" || name.StartsWith("sasl.", StringComparison.Ordinal) || name.StartsWith("ssl.", StringComparison.Ordinal);

    private static string Login(string mechanism, string user, string password)
    {
        var module = mechanism.ToUpperInvariant() switch
        {
            "PLAIN" => "org.apache.kafka.common.security.plain.PlainLoginModule",
            "SCRAM-SHA-256" or "SCRAM-SHA-512" => "org.apache.kafka.common.security.scram.ScramLoginModule",
            _ => throw new InvalidOperationException($"Kafka:sasl.mechanism={mechanism} takes no user name and password: use PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."),
        };
        return $"{module} required username=\"{Escape(user)}\" password=\"{Escape(password)}\";";
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
