using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A shell in a session of its own that reads process groups from a pipe and kills those it still knows when the pipe ends.
/// Only this process holds the writing end, so it ends whenever the AppHost does, even by kill -9.
/// PR_SET_PDEATHSIG would not do: it fires when the thread that started the child ends.
/// </summary>
/// <remarks>The protocol, one line each: <c>+4711</c> adds a group, <c>-4711</c> removes it.</remarks>
internal sealed class ProcessReaper : IDisposable
{
    private const string Script = """
        groups=' '
        while read -r line; do
          group=${line#?}
          case $line in
            +*) groups="$groups$group " ;;
            -*) groups="${groups%% $group *} ${groups#* $group }" ;;
          esac
        done
        for group in $groups; do kill -KILL -"$group" 2>/dev/null; done
        """;

    private readonly Lock _lock = new();
    private readonly Process _shell;
    private readonly StreamWriter _input;
    private bool _disposed;

    public ProcessReaper()
    {
        var start = new ProcessStartInfo(ProcessLauncher.Setsid) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var word in (string[])["sh", "-c", Script])
        {
            start.ArgumentList.Add(word);
        }

        _shell = Process.Start(start) ?? throw new DistributedApplicationException("setsid did not start.");
        _input = _shell.StandardInput;
        _input.AutoFlush = true;
    }

    public void Add(int group) => Send('+', group);

    public void Remove(int group) => Send('-', group);

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                _input.Dispose();
                _shell.Dispose();
            }
        }
    }

    private void Send(char operation, int group)
    {
        lock (_lock)
        {
            // A pipe write this short is atomic.
            if (!_disposed)
            {
                _input.Write(string.Create(CultureInfo.InvariantCulture, $"{operation}{group}\n"));
            }
        }
    }
}
