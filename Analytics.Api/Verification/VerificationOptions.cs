namespace Analytics.Api.Verification;

/// <summary>How gold's files are held against their checksums, configuration section <c>Api:Verification</c>.</summary>
internal sealed class VerificationOptions
{
    public const string Section = "Api:Verification";

    /// <summary>How long a request waits for files that nobody has read yet; then it is answered 503 with the progress, and reading goes on. Zero: not at all.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes a second that are read in the background, before anybody asks.</summary>
    public long BytesPerSecond { get; set; } = 64 * 1024 * 1024;

    /// <summary>How often every file is read again, from the disk: what was whole may decay.</summary>
    public TimeSpan Again { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Files that are read at a time for requests.</summary>
    public int Readers { get; set; } = 2;
}
