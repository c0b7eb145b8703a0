using System.Runtime.InteropServices;

namespace Aspire.Hosting.Orchestration;

/// <summary>kill(2). A negative id means the whole process group.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Send(int process, int signal);
}
