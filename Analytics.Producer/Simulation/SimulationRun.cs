using System.Text;
using Analytics.Contracts.Pipelines;
using Analytics.Producer.Hosting;
using Analytics.Producer.Sending;
using Analytics.Producer.Simulation.Generators;
using Analytics.Producer.Truth;

namespace Analytics.Producer.Simulation;

/// <summary>
/// Sends generated events with faults whose outcome is known. It keeps each partition's highest event time, as the engine does:
/// an event counts as late or in time by what its own partition has seen before it.
/// </summary>
internal sealed class SimulationRun
{
    private const int AtOnce = 500;
    private const long JitterMicros = 200_000;

    private readonly SendContext _context;
    private readonly SourceDefinition _source;
    private readonly EventGenerator _generator;
    private readonly FaultRates _faults;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly RecordWriter _record;
    private readonly PoisonMaker _poison;
    private readonly RecentEvents _recent = new();
    private readonly long?[] _highest;
    private readonly long _watermark;

    public SimulationRun(SendContext context, FaultRates faults, int seed, TimeProvider time)
    {
        _context = context;
        _source = context.Pipeline.Source;
        _faults = faults;
        _random = new Random(seed);
        _time = time;
        _generator = EventGenerator.Create(context.Pipeline);
        _record = new RecordWriter(context.SchemaId);
        _poison = new PoisonMaker(_generator, _record, context.SchemaId is not null, _source);
        _highest = new long?[context.Partitions];
        _watermark = Micros(_source.Watermark);
    }

    /// <param name="count">Records to send; null for no end.</param>
    /// <param name="cancellationToken">Stops between two records.</param>
    public async Task RunAsync(long? count, CancellationToken cancellationToken)
    {
        for (long sent = 0; sent < (count ?? long.MaxValue);)
        {
            await _context.Sender.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            var due = await _context.Pace.TakeAsync((int)Math.Min(AtOnce, (count ?? long.MaxValue) - sent), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < due; i++)
            {
                SendNext();
            }

            sent += due;
        }
    }

    private void SendNext()
    {
        var dice = _random.NextDouble();
        if ((dice -= _faults.Poison) < 0)
        {
            SendPoison();
        }
        else if ((dice -= _faults.Duplicates) < 0 && _recent.Pick(_random) is { } earlier && IsInTime(earlier))
        {
            Send(EventKind.Duplicate, earlier.Partition, earlier.Key, earlier.Value);
        }
        else if (dice is < 0 || (dice -= _faults.Late) >= 0)
        {
            var back = dice >= 0 && dice < _faults.Disorder ? _random.NextInt64(_watermark / 20, _watermark / 2) : 0;
            SendEvent(back > 0 ? EventKind.Disordered : EventKind.Event, back);
        }
        else
        {
            SendEvent(EventKind.Late, _watermark + JitterMicros + _random.NextInt64(1_000_000, 1_000_000 + _watermark));
        }
    }

    /// <summary>Sends an event whose time lies a while before now.</summary>
    private void SendEvent(EventKind kind, long back)
    {
        var id = _generator.NextId(_random);
        var key = Encoding.UTF8.GetBytes(id);
        var partition = Murmur2.Partition(key, _context.Partitions);
        var eventTime = Now() - _random.NextInt64(JitterMicros) - back;
        var seen = _highest[partition];
        if ((kind != EventKind.Event && seen is null) || (kind == EventKind.Late && eventTime >= seen - _watermark))
        {
            // Nothing to be late or out of order against yet.
            kind = EventKind.Event;
            eventTime += back;
        }

        using (var writer = EventGenerator.Writer(_record.Begin()))
        {
            _generator.Write(writer, _random, id, eventTime, omitted: null);
        }

        if (kind != EventKind.Late)
        {
            _highest[partition] = Math.Max(_highest[partition] ?? long.MinValue, eventTime);
            _recent.Add(new SentEvent(partition, eventTime, key, _record.Value.ToArray()));
        }

        Send(kind, partition, key, _record.Value);
    }

    private void SendPoison()
    {
        var id = _generator.NextId(_random);
        var key = Encoding.UTF8.GetBytes(id);
        var kind = _poison.Make(_random, id, Now());
        Send(kind, Murmur2.Partition(key, _context.Partitions), key, _record.Value, kind != EventKind.NullValue);
    }

    private void Send(EventKind kind, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue = true)
    {
        _context.Sender.Send(partition, key, value, hasValue);
        _context.Truth.Count(kind, partition);
    }

    /// <summary>An event sent again after the watermark has passed it would be late, not a duplicate.</summary>
    private bool IsInTime(SentEvent earlier) => earlier.EventTime >= _highest[earlier.Partition] - (_watermark * 3 / 4);

    private long Now() => (_time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
