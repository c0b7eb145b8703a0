using System.Security.Cryptography;

namespace Analytics.AppHost.Resources;

/// <summary>The files of Apache Kafka below the data folder.</summary>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Settings">Its <c>server.properties</c>, less the ports.</param>
/// <param name="Logging">Its <c>log4j2.properties</c>.</param>
/// <param name="IsFormatted">Whether the segments' folder has an identity already.</param>
internal sealed record KafkaFiles(string Folder, string Settings, string Logging, bool IsFormatted)
{
    /// <summary>Writes settings and logging; the segments are left alone.</summary>
    public static KafkaFiles Prepare(string folder)
    {
        var segments = Path.Combine(folder, "segments");
        Directory.CreateDirectory(segments);
        var files = new KafkaFiles(folder, Path.Combine(folder, "server.properties"), Path.Combine(folder, "log4j2.properties"), File.Exists(Path.Combine(segments, "meta.properties")));
        File.WriteAllLines(
            files.Settings,
            [
                "# Written at every start; ports are given on the command line.",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=1@localhost:9093",
                "listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
                $"log.dirs={segments.Replace('\\', '/')}",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                // The lake is the archive: the log keeps what a slow reader may still need.
                "log.retention.hours=168",
                // A topic by mistake would look like an empty pipeline.
                "auto.create.topics.enable=false",
                // The largest record that the contract takes, and its frame.
                $"message.max.bytes={(16 << 20) + 65536}",
            ]);
        JavaLogging.Write(files.Logging, "logger.started.name=kafka.server.KafkaRaftServer", "logger.started.level=INFO");
        return files;
    }

    /// <summary>16 random bytes in URL-safe Base64 without padding, as Kafka's Uuid prints them; a leading dash would look like an option.</summary>
    public static string ClusterId()
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return id.StartsWith('-') ? ClusterId() : id;
    }
}
