namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command is offered.</summary>
public class CommandOptions
{
    /// <summary>What it does.</summary>
    public string? Description { get; set; }

    /// <summary>What to ask before it is run.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>The name of a Fluent UI icon.</summary>
    public string? IconName { get; set; }

    /// <summary>The icon's variant.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>Whether the dashboard shows it beside the resource.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Whether it can be run in the resource's present state.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}
