using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Analytics.Lake.Platform;

/// <summary>CreateHardLink has the property that commits need: it never replaces an existing name.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsCalls
{
    /// <summary>ERROR_ALREADY_EXISTS.</summary>
    public const int AlreadyExists = 183;

    /// <summary>ERROR_NOT_SAME_DEVICE.</summary>
    public const int NotSameDevice = 17;

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreateHardLink(string name, string existing, nint securityAttributes);
}
