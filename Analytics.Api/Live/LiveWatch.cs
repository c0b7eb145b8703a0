namespace Analytics.Api.Live;

/// <summary>One client's hold on a view.</summary>
internal sealed class LiveWatch(LiveFeed feed, Action leave) : IDisposable
{
    public LiveFeed Feed => feed;

    public void Dispose() => leave();
}
