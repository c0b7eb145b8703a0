namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource.</summary>
/// <param name="Text">See <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">See <see cref="KnownResourceStateStyles"/>.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    /// <param name="s">The state.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => FromString(s);

    internal static ResourceStateSnapshot? FromString(string? s) => s is null ? null : new(s, null);
}
