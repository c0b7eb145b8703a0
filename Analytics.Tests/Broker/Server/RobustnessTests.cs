using System.Buffers.Binary;
using Analytics.Broker.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Server;

/// <summary>Clients that misbehave: they are closed with a line that says why, cost bounded memory, and the others are served meanwhile.</summary>
[Trait("Category", "Integration")]
public sealed class RobustnessTests
{
    private const string ApiVersions = "0012 0000 00000001 FFFF";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LogLines _lines = new();

    [Fact]
    public async Task ClientThatNeverReads_IsClosed_WithoutCostingItsAnswers()
    {
        await using var broker = TestBroker.Start(options => options with { StallTimeout = TimeSpan.FromMilliseconds(500) }, _lines);
        var log = broker.Running.Topics.GetOrCreate("t")!.Partitions[0];
        var batch = Batches.Of([.. Enumerable.Repeat(new string('x', 1000), 900)]);
        for (var i = 0; i < 64; i++)
        {
            log.Append(batch.ToArray());
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = new List<RawClient>();
        for (var i = 0; i < 20; i++)
        {
            var client = await RawClient.ConnectAsync(broker.Running.Port);
            clients.Add(client);

            // Fetch of 50 MB from offset 0, ten times: a gigabyte of answers is asked for in all.
            await client.SendAsync([.. Enumerable.Repeat("0001 0004 00000009 FFFF FFFFFFFF 00000000 00000001 03200000 00 00000001 0001 74 00000001 00000000 0000000000000000 03200000", 10)]);
        }

        await UntilAsync(() => _lines.All.Count(line => line.Contains("has not read its answers", StringComparison.Ordinal)) == clients.Count, broker);
        (GC.GetTotalMemory(forceFullCollection: false) - before).ShouldBeLessThan(100 * 1024 * 1024);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task ClientThatStopsWithinARequest_IsClosed()
    {
        await using var broker = TestBroker.Start(options => options with { StallTimeout = TimeSpan.FromMilliseconds(500) }, _lines);
        using var client = await RawClient.ConnectAsync(broker.Running.Port);
        using var idle = await RawClient.ConnectAsync(broker.Running.Port);
        await client.SendBytesAsync("00001000 0012 0000");

        (await client.IsClosedAsync()).ShouldBeTrue();
        _lines.All.ShouldContain(line => line.Contains("the rest of its request has not come", StringComparison.Ordinal));
        await idle.SendAsync(ApiVersions);
        (await idle.ReceiveAsync()).Length.ShouldBeGreaterThan(10, "one that is merely idle is not closed");
    }

    [Fact]
    public async Task LargeRequestsOfMany_StayWithinTheBudget()
    {
        await using var broker = TestBroker.Start(options => options with { MaxBufferedBytes = 16 * 1024 * 1024 }, _lines);
        var clients = new List<RawClient>();
        var part = new byte[4 * 1024 * 1024];
        BinaryPrimitives.WriteInt32BigEndian(part, 90 * 1024 * 1024);
        for (var i = 0; i < 10; i++)
        {
            var client = await RawClient.ConnectAsync(broker.Running.Port);
            clients.Add(client);
            _ = client.SendBytesAsync(part).ContinueWith(static sent => _ = sent.Exception, TaskScheduler.Default);
        }

        await UntilAsync(() => _lines.All.Any(line => line.Contains("too many large requests", StringComparison.Ordinal)), broker);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task AThousandConnectionsAndTwoThousandPartitions_AreServed()
    {
        await using var broker = TestBroker.Start(options => options with { MaxConnections = 1_001 }, _lines);
        broker.Running.Topics.Create("wide", 2_000, new Dictionary<string, string>(), validateOnly: false).Error.ShouldBe(Analytics.Broker.Protocol.ErrorCode.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => RawClient.ConnectAsync(broker.Running.Port)));
        await Task.WhenAll(clients.Select(client => client.SendAsync(ApiVersions)));
        foreach (var client in clients)
        {
            (await client.ReceiveAsync()).Length.ShouldBeGreaterThan(10);
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(40 * 1024 * 1024);
        using (await RawClient.ConnectAsync(broker.Running.Port))
        {
            using var oneTooMany = await RawClient.ConnectAsync(broker.Running.Port);
            (await oneTooMany.IsClosedAsync()).ShouldBeTrue();
        }

        Array.ForEach(clients, client => client.Dispose());
        await broker.RestartAsync();
        broker.Running.Topics.TryGet("wide", out var topic).ShouldBeTrue();
        topic!.Partitions.Length.ShouldBe(2_000);
        topic.Partitions[1_999].Append(Batches.Of("a")).BaseOffset.ShouldBe(0);
    }

    [Fact]
    public async Task SegmentDeletedWhileItIsSent_ReachesTheReaderWhole()
    {
        await using var broker = TestBroker.Start(LogOptions.Default with { SegmentBytes = 32 * 1024 * 1024 });
        var log = broker.Running.Topics.GetOrCreate("t")!.Partitions[0];
        var batch = Batches.Of([.. Enumerable.Repeat(new string('x', 1000), 900)]);
        for (var i = 0; i < 20; i++)
        {
            log.Append(batch.ToArray());
        }

        using var client = await RawClient.ConnectAsync(broker.Running.Port);
        await client.SendAsync("0001 0004 00000009 FFFF FFFFFFFF 00000000 00000001 03200000 00 00000001 0001 74 00000001 00000000 0000000000000000 03200000");
        var head = await client.ReceiveAsync(1000);
        log.DeleteRecords(PartitionLog.ToEnd, out _);
        var answer = await client.ReceiveAsync(BinaryPrimitives.ReadInt32BigEndian(head) + sizeof(int) - head.Length);

        answer.AsSpan(answer.Length - 100).IndexOf("xxxx"u8).ShouldBeGreaterThanOrEqualTo(0);
        answer.Length.ShouldBeGreaterThan(18_000_000);
    }

    /// <summary>Waits, and has an honest client served all the time.</summary>
    private static async Task UntilAsync(Func<bool> condition, TestBroker broker)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var honest = await RawClient.ConnectAsync(broker.Running.Port);
        while (!condition())
        {
            await honest.SendAsync(ApiVersions);
            (await honest.ReceiveAsync()).Length.ShouldBeGreaterThan(10);
            await Task.Delay(20, timeout.Token);
        }
    }
}
