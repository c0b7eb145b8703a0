namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command and whether it can be run now.</summary>
/// <param name="Name">The name by which it is called.</param>
/// <param name="State">Whether it can be run.</param>
/// <param name="DisplayName">The name that people read.</param>
/// <param name="DisplayDescription">What it does.</param>
/// <param name="Parameter">Unused.</param>
/// <param name="ConfirmationMessage">What to ask before it is run.</param>
/// <param name="IconName">The name of a Fluent UI icon.</param>
/// <param name="IconVariant">The icon's variant.</param>
/// <param name="IsHighlighted">Whether the dashboard shows it beside the resource.</param>
public sealed record ResourceCommandSnapshot(string Name, ResourceCommandState State, string DisplayName, string? DisplayDescription, object? Parameter, string? ConfirmationMessage, string? IconName, IconVariant? IconVariant, bool IsHighlighted);
