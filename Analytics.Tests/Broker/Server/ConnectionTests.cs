using System.Buffers.Binary;
using Analytics.Broker.Protocol;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Server;

public sealed class ConnectionTests
{
    [Fact]
    public async Task UnknownApiVersionsVersion_IsAnsweredInVersion0()
    {
        await using var broker = TestBroker.Start();
        using var client = await RawClient.ConnectAsync(broker.Running.Port);

        await client.SendAsync("0012 7FFF 0000002A FFFF");
        var answer = await client.ReceiveAsync();

        BinaryPrimitives.ReadInt32BigEndian(answer).ShouldBe(42);
        BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(4)).ShouldBe((short)ErrorCode.UnsupportedVersion);
        BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(6)).ShouldBe((answer.Length - 10) / 6);
    }

    [Fact]
    public async Task PipelinedRequests_InOnePacket_AreAnsweredInOrder()
    {
        await using var broker = TestBroker.Start();
        using var client = await RawClient.ConnectAsync(broker.Running.Port);

        await client.SendAsync("0012 0000 00000001 FFFF", "0003 0001 00000002 FFFF FFFFFFFF", "0012 0000 00000003 FFFF");

        foreach (var expected in (int[])[1, 2, 3])
        {
            BinaryPrimitives.ReadInt32BigEndian(await client.ReceiveAsync()).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("7FFFFFFF")] // a frame of 2 GiB
    [InlineData("FFFFFFFF")] // a negative length
    [InlineData("474554202F20485454502F312E31")] // GET / HTTP/1.1
    [InlineData("00000008 0063 0000 00000001")] // API 99
    [InlineData("00000008 0000 0063 00000001")] // Produce version 99
    [InlineData("0000000A 0003 0001 00000001 7FFF")] // a client id longer than the frame
    [InlineData("00000000")] // an empty frame
    public async Task BadFrame_ClosesItsConnectionOnly(string bytes)
    {
        await using var broker = TestBroker.Start();
        using var good = await RawClient.ConnectAsync(broker.Running.Port);
        using var bad = await RawClient.ConnectAsync(broker.Running.Port);

        await bad.SendBytesAsync(bytes);
        (await bad.IsClosedAsync()).ShouldBeTrue();

        await good.SendAsync("0012 0000 00000001 FFFF");
        (await good.ReceiveAsync()).Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task RandomFrames_NeverStopTheBroker()
    {
        await using var broker = TestBroker.Start();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            using var client = await RawClient.ConnectAsync(broker.Running.Port);
            var frame = new byte[random.Next(1, 100)];
            random.NextBytes(frame);
            frame.AsSpan(0, Math.Min(frame.Length, 3)).Clear();
            await client.SendBytesAsync(Convert.ToHexString(frame));
        }

        using var good = await RawClient.ConnectAsync(broker.Running.Port);
        await good.SendAsync("0012 0000 00000001 FFFF");
        (await good.ReceiveAsync()).Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Stop_WithALongPollOpen_AnswersItAndEnds()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.GetOrCreate("t");
        using var client = await RawClient.ConnectAsync(broker.Running.Port);

        // ApiVersions, and Fetch v4 of "t" 0 from offset 0, waiting up to 10 minutes. The first answer is sent when the second request waits.
        await client.SendAsync("0012 0000 00000008 FFFF", "0001 0004 00000009 FFFF FFFFFFFF 000927C0 00000001 03200000 00 00000001 0001 74 00000001 00000000 0000000000000000 00100000");
        BinaryPrimitives.ReadInt32BigEndian(await client.ReceiveAsync()).ShouldBe(8);
        var answer = client.ReceiveAsync();
        await broker.RestartAsync().WaitAsync(TimeSpan.FromSeconds(60));

        BinaryPrimitives.ReadInt32BigEndian(await answer.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(9);
    }

    [Fact]
    public async Task Fetch_FarBehindTheRequestedBytes_WaitsForTheNextAppend()
    {
        await using var broker = TestBroker.Start();
        var log = broker.Running.Topics.GetOrCreate("t")!.Partitions[0];
        using var client = await RawClient.ConnectAsync(broker.Running.Port);

        await client.SendAsync("0001 0004 00000009 FFFF FFFFFFFF 000927C0 00000001 03200000 00 00000001 0001 74 00000001 00000000 0000000000000000 00100000");
        var answer = client.ReceiveAsync();
        log.Append(Batches.Of("hello"));

        (await answer.WaitAsync(TimeSpan.FromSeconds(20))).AsSpan().IndexOf("hello"u8).ShouldBeGreaterThan(0);
    }
}
