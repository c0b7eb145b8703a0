using System.IO.Pipelines;
using Analytics.Api.Queries;
using Analytics.Api.Sandbox;
using Microsoft.Extensions.Options;

namespace Analytics.Api.Workers;

/// <summary>A few worker processes: one kept warm, more while there is work for them, dead ones replaced.</summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly QueryOptions _options;
    private readonly WorkerSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _lock = new();
    private readonly Stack<WorkerProcess> _idle = new();
    private bool _disposed;

    public WorkerPool(IOptions<QueryOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _settings = new WorkerSettings(_options.HardLimit, _options.MemoryLimit, _options.Threads);
        _time = time;
        _slots = new SemaphoreSlim(_options.Workers);
    }

    /// <summary>Process ids of the idle workers.</summary>
    public IReadOnlyList<int> IdleProcessIds
    {
        get
        {
            lock (_lock)
            {
                return [.. _idle.Select(worker => worker.Id)];
            }
        }
    }

    /// <summary>Starts the first worker, so that the first query needn't wait for it.</summary>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            Return(await RentAsync(cancellationToken));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Runs a job on the next free worker.</summary>
    /// <exception cref="JobFailedException">There is no answer.</exception>
    /// <exception cref="PoolBusyException">No worker became free in time.</exception>
    public async Task<JobSummary> RunAsync(QueryJob job, PipeWriter body, CancellationToken cancellationToken)
    {
        if (!await _slots.WaitAsync(_options.QueueTimeout, cancellationToken))
        {
            throw new PoolBusyException();
        }

        try
        {
            var worker = await RentAsync(cancellationToken);
            try
            {
                return await worker.RunAsync(job, body, cancellationToken);
            }
            finally
            {
                Return(worker);
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Ends idle workers beyond the one that is kept warm.</summary>
    public void Trim()
    {
        while (true)
        {
            WorkerProcess worker;
            lock (_lock)
            {
                if (_idle.Count <= 1)
                {
                    return;
                }

                worker = _idle.Pop();
            }

            worker.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_idle.TryPop(out var worker))
            {
                worker.Dispose();
            }
        }

        _slots.Dispose();
    }

    private async Task<WorkerProcess> RentAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            while (_idle.TryPop(out var worker))
            {
                if (worker.IsUsable)
                {
                    return worker;
                }

                worker.Dispose();
            }
        }

        return await WorkerProcess.StartAsync(_settings, _time, cancellationToken);
    }

    private void Return(WorkerProcess worker)
    {
        lock (_lock)
        {
            if (worker.IsUsable && !_disposed)
            {
                _idle.Push(worker);
                return;
            }
        }

        worker.Dispose();
    }
}
