using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class TopicWatchTests : IDisposable
{
    private readonly IngestHarness _harness = new();
    private readonly Answers _catalog = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData(null, "A", "A")]
    [InlineData("A", "A", "A")]
    [InlineData("A", null, null)]
    public async Task Identify_TheSameTopic_OrOneWithoutId_Passes(string? committed, string? now, string? expected)
    {
        _catalog.Now = new TopicDescription(now, 3);
        (await Watch().IdentifyAsync(committed, TestContext.Current.CancellationToken)).ShouldBe(expected);
    }

    [Fact]
    public async Task Identify_AnotherTopic_IsTopicRecreated_UnlessItIsAccepted()
    {
        _catalog.Now = new TopicDescription("B", 3);
        var lost = await Should.ThrowAsync<PositionLostException>(() => Watch().IdentifyAsync("A", TestContext.Current.CancellationToken));
        lost.State.ShouldBe(EngineStates.TopicRecreated);
        lost.Message.ShouldContain("Streaming:AcceptTopicId=B");

        (await Watch(accept: "B").IdentifyAsync("A", TestContext.Current.CancellationToken)).ShouldBe("B");
        await Should.ThrowAsync<PositionLostException>(() => Watch(accept: "C").IdentifyAsync("A", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_ReturnsWhenPartitionsAreAdded_AndOutlivesABrokerThatIsAway()
    {
        _catalog.Now = new TopicDescription("A", 3);
        var running = Watch().RunAsync("A", 3, TestContext.Current.CancellationToken);
        await TickAsync(running);
        _catalog.Now = null;
        await TickAsync(running);
        running.IsCompleted.ShouldBeFalse();

        _catalog.Now = new TopicDescription("A", 4);
        await TickAsync(running);
        await running;
    }

    [Fact]
    public async Task Run_AnotherTopic_IsTopicRecreated()
    {
        _catalog.Now = new TopicDescription("B", 3);
        var running = Watch().RunAsync("A", 3, TestContext.Current.CancellationToken);
        await TickAsync(running);
        (await Should.ThrowAsync<PositionLostException>(() => running)).State.ShouldBe(EngineStates.TopicRecreated);
    }

    /// <summary>A batch that was fetched waits for the answer; nothing of another topic is committed, and nothing while the broker is away.</summary>
    [Fact]
    public async Task Ingest_AnotherTopicSinceTheStart_CommitsNothingOfIt()
    {
        _catalog.Now = new TopicDescription("A", 3);
        _harness.BatchRecords = 10;
        var log = GeneratedEvent.Records(GeneratedEvent.Log(seed: 1, perPartition: 50));
        var asked = 0;
        _catalog.OnAsked = () => _catalog.Now = ++asked switch
        {
            // The start, and two batches.
            <= 3 => new TopicDescription("A", 3),
            4 => null,
            5 => new TopicDescription("A", 3),
            _ => new TopicDescription("B", 3),
        };
        var status = await _harness.RunOnceAsync(() => new MemoryRecordSource(log, () => 10), Watch());
        status.ShouldBeOfType<SourceUnavailableException>();
        var committed = _harness.LastCommit()!.Totals.Consumed;
        committed.ShouldBeInRange(1, 149);

        (await _harness.RunOnceAsync(() => new MemoryRecordSource(log, () => 10), Watch())).ShouldBeOfType<PositionLostException>().State.ShouldBe(EngineStates.TopicRecreated);
        _harness.LastCommit()!.Totals.Consumed.ShouldBe(committed);
    }

    private TopicWatch Watch(string? accept = null) => new(_catalog, _harness.Settings with { AcceptTopicId = accept }, _time);

    private async Task TickAsync(Task running)
    {
        var asked = _catalog.Asked;
        while (!running.IsCompleted && _catalog.Asked == asked)
        {
            _time.Advance(_harness.Settings.TopicCheckInterval);
            await Task.Yield();
        }
    }

    private sealed class Answers : ITopicCatalog
    {
        private int _asked;

        /// <summary>Null: the broker is away.</summary>
        public TopicDescription? Now { get; set; }

        public Action? OnAsked { get; set; }

        public int Asked => Volatile.Read(ref _asked);

        public Task<TopicDescription> DescribeAsync(CancellationToken cancellationToken)
        {
            OnAsked?.Invoke();
            var answer = Now;
            Interlocked.Increment(ref _asked);
            return answer is { } topic
                ? Task.FromResult(topic)
                : Task.FromException<TopicDescription>(new SourceUnavailableException(EngineStates.WaitingForKafka, "away"));
        }
    }
}
