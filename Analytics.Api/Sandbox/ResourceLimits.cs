using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Analytics.Api.Sandbox;

/// <summary>
/// What the operating system holds a worker to, whatever DuckDB does: setrlimit(2). DuckDB's own memory_limit is a target, not a bound.
/// Set before DuckDB is loaded; a hard limit can't be raised again without privilege.
/// </summary>
internal static partial class ResourceLimits
{
    // Linux values, include/uapi/asm-generic/resource.h. They are the same on x86-64 and arm64.
    private const int FileSize = 1;
    private const int Core = 4;
    private const int AddressSpace = 9;

    /// <summary>
    /// Caps the address space at what the runtime has mapped already plus <paramref name="memory"/> bytes, forbids core dumps,
    /// and lets no file grow: a write to any file fails even where SQL would get past the gate.
    /// </summary>
    public static void Apply(long memory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // .NET dies of SIGXFSZ otherwise; ignored, a write fails with EFBIG.
        _ = Signal(25, 1);
        Set(Core, 0);
        Set(FileSize, 0);
        Set(AddressSpace, checked((ulong)(MappedBytes() + memory)));
    }

    /// <summary>Mapped address space of this process; the GC's reservation is part of it and costs nothing.</summary>
    private static long MappedBytes()
    {
        // /proc/self/statm: "68012345 5123 3100 24 0 30123 0", in pages; the first is the address space.
        var statm = File.ReadAllText("/proc/self/statm");
        return long.Parse(statm.AsSpan(0, statm.IndexOf(' ')), CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    private static void Set(int resource, ulong value)
    {
        var limit = new Limit(value, value);
        if (SetLimit(resource, in limit) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"setrlimit({resource}, {value})");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit(ulong soft, ulong hard)
    {
        public readonly ulong Soft = soft;
        public readonly ulong Hard = hard;
    }
}
