namespace Analytics.Broker.Storage;

/// <summary>
/// Which boot of the machine this is. What a process wrote survives its own death in the page cache, but not that of the machine:
/// files written under the same boot id can be trusted without a look.
/// </summary>
internal static class BootIdentity
{
    private const string KernelFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The kernel's boot id; where there is none a new one for each process, so that nothing unsynced is trusted.</summary>
    public static Guid Current { get; } = File.Exists(KernelFile) && Guid.TryParse(File.ReadAllText(KernelFile), out var id) ? id : Guid.NewGuid();
}
