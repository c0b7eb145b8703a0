using System.Buffers.Binary;
using Analytics.Broker.Protocol;
using Shouldly;

namespace Analytics.Tests.Broker.Server;

/// <summary>
/// Sends a running broker frames with a sound header and a body of random bytes, small numbers mostly, for every API and version that it offers, some of
/// them cut short or with a wrong length. It must answer or close, and be there afterwards.
/// </summary>
internal sealed class FrameFuzzing(TestBroker broker, int seed)
{
    private const int FramesPerConnection = 50;

    private readonly Random _random = new(seed);
    private readonly byte[] _drain = new byte[64 * 1024];

    public async Task RunAsync(int frames, IReadOnlyList<ApiDescription> apis)
    {
        for (var sent = 0; sent < frames; sent += FramesPerConnection)
        {
            using var client = await RawClient.ConnectAsync(broker.Running.Port);
            using var packet = new MemoryStream();
            for (var i = 0; i < FramesPerConnection; i++)
            {
                packet.Write(Frame(apis[_random.Next(apis.Count)]));
            }

            await client.SendAllItTakesAsync(packet.ToArray(), _drain);
        }

        using var good = await RawClient.ConnectAsync(broker.Running.Port);
        await good.SendAsync("0012 0000 00000001 FFFF");
        (await good.ReceiveAsync()).Length.ShouldBeGreaterThan(10);
    }

    private byte[] Frame(ApiDescription api)
    {
        var frame = new byte[sizeof(int) + 10 + _random.Next(0, 120)];
        var version = (short)_random.Next(api.Min, api.Max + 1);
        BinaryPrimitives.WriteInt32BigEndian(frame, _random.Next(200) == 0 ? _random.Next() : frame.Length - sizeof(int));
        BinaryPrimitives.WriteInt16BigEndian(frame.AsSpan(4), (short)api.Key);
        BinaryPrimitives.WriteInt16BigEndian(frame.AsSpan(6), version);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(8), _random.Next());
        BinaryPrimitives.WriteInt16BigEndian(frame.AsSpan(12), -1);
        for (var i = 14; i < frame.Length; i++)
        {
            frame[i] = _random.Next(4) switch
            {
                0 => (byte)_random.Next(256),
                1 => (byte)'t',
                _ => (byte)_random.Next(4),
            };
        }

        return frame;
    }
}
