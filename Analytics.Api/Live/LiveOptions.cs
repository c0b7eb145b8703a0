namespace Analytics.Api.Live;

/// <summary>Limits of live views, configuration section <c>Api:Live</c>.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Api:Live";

    /// <summary>The shortest time between two computations of one view.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A quiet stream shows this often that it is alive.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Different views (table, filter, order, limit) at a time; any number of clients share one.</summary>
    public int Views { get; set; } = 16;

    /// <summary>Rows of one view.</summary>
    public int MaxRows { get; set; } = 10_000;
}
