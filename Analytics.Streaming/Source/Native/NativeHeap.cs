using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source.Native;

/// <summary>
/// Settings of glibc's allocator. By its defaults it gives the buffers of fetched and decompressed record batches back to the kernel each time and
/// gets them again, page fault by page fault; a third of the client's time went there (docs/benchmarks.md).
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    /// <summary>Keeps freed memory, up to 64 MB at the end of a heap, and takes blocks of up to 16 MB from the heaps. Elsewhere than on glibc nothing happens.</summary>
    public static void KeepFreedMemory()
    {
        try
        {
            _ = SetOption(TrimThreshold, 64 << 20);
            _ = SetOption(MapThreshold, 16 << 20);
            _ = SetOption(MostArenas, 4);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library: its own defaults.
        }
    }

    /// <summary>Gives freed memory back to the kernel wherever it lies: a backlog's buffers leave a hundred MB of holes. A millisecond at most; nothing elsewhere than on glibc.</summary>
    public static void GiveBackFreed()
    {
        try
        {
            _ = Trim(0);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library: its own ways.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
