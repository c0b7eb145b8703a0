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
    private Process _process;

    private BrokerProcess(string folder, int port, Process process) => (_folder, Port, _process) = (folder, port, process);

    public int Port { get; }

    public static async Task<BrokerProcess> StartAsync(string folder)
    {
        var port = StablePort.Next();
        return new BrokerProcess(folder, port, await StartAsync(folder, port));
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
        _process = await StartAsync(_folder, Port);
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

    private static async Task<Process> StartAsync(string folder, int port)
    {
        var portFile = Path.Combine(folder, "broker", "broker.port");
        if (File.Exists(portFile))
        {
            File.Delete(portFile);
        }

        string[] arguments = ["exec", typeof(EmbeddedBroker).Assembly.Location, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
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
