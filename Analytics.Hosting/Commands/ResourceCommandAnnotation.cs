namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command that people and programs can give to a resource.</summary>
public sealed class ResourceCommandAnnotation : IResourceAnnotation
{
    internal ResourceCommandAnnotation(string name, string displayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, CommandOptions options)
    {
        Name = name;
        DisplayName = displayName;
        ExecuteCommand = executeCommand;
        UpdateState = options.UpdateState ?? (_ => ResourceCommandState.Enabled);
        DisplayDescription = options.Description;
        ConfirmationMessage = options.ConfirmationMessage;
        IconName = options.IconName;
        IconVariant = options.IconVariant;
        IsHighlighted = options.IsHighlighted;
    }

    /// <summary>The name by which it is called.</summary>
    public string Name { get; }

    /// <summary>The name that people read.</summary>
    public string DisplayName { get; }

    /// <summary>Runs it.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; }

    /// <summary>Whether it can be run in the resource's present state.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; }

    /// <summary>What it does.</summary>
    public string? DisplayDescription { get; }

    /// <summary>What to ask before it is run.</summary>
    public string? ConfirmationMessage { get; }

    /// <summary>The name of a Fluent UI icon.</summary>
    public string? IconName { get; }

    /// <summary>The icon's variant.</summary>
    public IconVariant? IconVariant { get; }

    /// <summary>Whether the dashboard shows it beside the resource.</summary>
    public bool IsHighlighted { get; }
}
