using System.Diagnostics;
using System.Globalization;
using Analytics.Broker;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>A broker in a process of its own over one folder, to be killed with -9 and started again on the same port.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process _process;

    private BrokerProcess(string folder, int port, IReadOnlyDictionary<string, string> environment, Process process) =>
        (_folder, Port, _environment, _process) = (folder, port, environment, process);

    public int Port { get; }

    /// <param name="folder">The platform's data folder.</param>
    /// <param name="environment">Settings as variables of the environment; null for none.</param>
    public static async Task<BrokerProcess> StartAsync(string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = StablePort.Next();
        environment ??= new Dictionary<string, string>();
        return new BrokerProcess(folder, port, environment, await StartAsync(folder, port, environment));
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
    }

    public async Task RestartAsync()
    {
        await KillAsync();
        _process = await StartAsync(_folder, Port, _environment);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await KillAsync();
        }
        catch (InvalidOperationException)
        {
            // The test has killed it.
        }
    }

    private static async Task<Process> StartAsync(string folder, int port, IReadOnlyDictionary<string, string> environment)
    {
        var portFile = Path.Combine(folder, "broker", "broker.port");
        if (File.Exists(portFile))
        {
            File.Delete(portFile);
        }

        string[] arguments = ["exec", typeof(EmbeddedBroker).Assembly.Location, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(portFile))
        {
            process.HasExited.ShouldBeFalse("the broker ended at its start");
            await Task.Delay(20, timeout.Token);
        }

        return process;
    }
}
