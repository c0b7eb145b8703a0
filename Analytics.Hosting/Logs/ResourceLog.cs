using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines of one resource, and those who follow it.</summary>
internal sealed class ResourceLog(TimeProvider clock)
{
    private const int Capacity = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _backlog = new();
    private ImmutableArray<Channel<LogLine>> _followers = [];
    private int _lines;

    public void Append(string text, bool isError)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {text}");
        lock (_lock)
        {
            var line = new LogLine(++_lines, content, isError);
            _backlog.Enqueue(line);
            if (_backlog.Count > Capacity)
            {
                _backlog.Dequeue();
            }

            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(line);
            }
        }
    }

    public LogLine[] Backlog()
    {
        lock (_lock)
        {
            return [.. _backlog];
        }
    }

    /// <summary>All lines so far, and a channel with those to come.</summary>
    public (LogLine[] Backlog, Channel<LogLine> Follower) Follow()
    {
        var channel = Channel.CreateUnbounded<LogLine>(new UnboundedChannelOptions { SingleReader = true });
        lock (_lock)
        {
            _followers = _followers.Add(channel);
            return ([.. _backlog], channel);
        }
    }

    public void Unfollow(Channel<LogLine> follower)
    {
        lock (_lock)
        {
            _followers = _followers.Remove(follower);
        }
    }
}
