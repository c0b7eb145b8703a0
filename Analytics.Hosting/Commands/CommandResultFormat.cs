namespace Aspire.Hosting.ApplicationModel;

/// <summary>The format of what a command produced.</summary>
public enum CommandResultFormat
{
    /// <summary>Plain text.</summary>
    Text = 0,

    /// <summary>JSON.</summary>
    Json = 1,

    /// <summary>Markdown.</summary>
    Markdown = 2,
}
