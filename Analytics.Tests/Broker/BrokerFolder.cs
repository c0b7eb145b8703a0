namespace Analytics.Tests.Broker;

internal sealed class BrokerFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("analytics-broker-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
