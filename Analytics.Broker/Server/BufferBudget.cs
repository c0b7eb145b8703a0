namespace Analytics.Broker.Server;

/// <summary>What all connections together may hold in large receive buffers: a thousand clients that each begin a request of 100 MB must not fill the memory.</summary>
internal sealed class BufferBudget(long limit)
{
    private long _taken;

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
