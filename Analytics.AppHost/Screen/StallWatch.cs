namespace Analytics.AppHost.Screen;

/// <summary>Notices that nothing moves any more.</summary>
internal sealed class StallWatch(TimeProvider clock)
{
    /// <summary>After this long it is said.</summary>
    public static readonly TimeSpan Tell = TimeSpan.FromMinutes(2);

    /// <summary>After this long it is given up.</summary>
    public static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(10);

    private string _progress = "";
    private long _since = clock.GetTimestamp();
    private bool _told;

    /// <summary>How long nothing has moved.</summary>
    public TimeSpan Idle => clock.GetElapsedTime(_since);

    /// <summary>Whether the run is given up.</summary>
    public bool IsHopeless => Idle >= GiveUp;

    /// <summary>Takes the present progress as text.</summary>
    /// <returns>True once per stall, when it is time to tell it.</returns>
    public bool Observe(string progress)
    {
        if (progress != _progress)
        {
            _progress = progress;
            _since = clock.GetTimestamp();
            _told = false;
            return false;
        }

        if (_told || Idle < Tell)
        {
            return false;
        }

        _told = true;
        return true;
    }
}
