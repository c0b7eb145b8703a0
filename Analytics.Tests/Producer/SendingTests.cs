using System.Diagnostics;
using System.Text;
using Analytics.Producer.Sending;
using Analytics.Producer.Simulation;
using Analytics.Producer.Truth;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Producer;

public sealed class SendingTests
{
    /// <summary>The vectors of Kafka's own UtilsTest.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    public void A_key_has_the_hash_that_Kafka_gives_it(string key, int hash) => ((int)Murmur2.Hash(Encoding.UTF8.GetBytes(key))).ShouldBe(hash);

    [Fact]
    public async Task Events_are_due_by_the_clock_and_a_stall_is_caught_up()
    {
        var time = new FakeTimeProvider();
        var pace = new SendPace(rate: 100, time);

        time.Advance(TimeSpan.FromSeconds(1));
        (await pace.TakeAsync(1000, default)).ShouldBe(100);
        time.Advance(TimeSpan.FromSeconds(30));
        (await pace.TakeAsync(1000, default)).ShouldBe(1000);
        (await pace.TakeAsync(5000, default)).ShouldBe(2000);

        var waiting = pace.TakeAsync(10, default);
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(20));
        (await waiting).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Without_a_rate_everything_is_due() => (await new SendPace(rate: null, TimeProvider.System).TakeAsync(77, default)).ShouldBe(77);

    [Fact]
    public void Fault_shares_are_read() =>
        FaultRates.Parse("duplicates=0.02, disorder=0.01,late=0.5,poison=0").ShouldBe(new FaultRates(0.02, 0.01, 0.5, 0));

    [Theory]
    [InlineData("typos=0.1", "typos")]
    [InlineData("late", "late")]
    [InlineData("late=2", "late=2")]
    [InlineData("late=0.6,poison=0.6", "more than 1")]
    public void Bad_fault_shares_are_refused(string text, string named) =>
        Should.Throw<FormatException>(() => FaultRates.Parse(text)).Message.ShouldContain(named);

    [Fact]
    public void Truth_adds_up_to_the_ledgers_outcomes()
    {
        var truth = new GroundTruth(partitions: 2);
        foreach (var kind in Enum.GetValues<EventKind>())
        {
            truth.Count(kind, partition: (int)kind % 2);
        }

        truth.Expect(hasId: true).ShouldBe(new ExpectedOutcome(Accepted: 2, Duplicate: 1, Late: 1, DeadLettered: 6));
        truth.Expect(hasId: false).ShouldBe(new ExpectedOutcome(Accepted: 3, Duplicate: 0, Late: 1, DeadLettered: 6));
        (truth.SentTo(0) + truth.SentTo(1)).ShouldBe(10);
        truth.ByKind(0).Keys.ShouldContain("bad_magic");
    }

    [Fact]
    public void A_trace_survives_the_headers()
    {
        using var span = new Activity("send").SetIdFormat(ActivityIdFormat.W3C).Start();
        span.TraceStateString = "vendor=1";
        var headers = new Headers { { "traceparent", "old"u8.ToArray() } };

        KafkaTraceContext.Inject(headers, span);

        KafkaTraceContext.TryExtract(headers, out var context).ShouldBeTrue();
        (context.TraceId, context.SpanId, context.TraceState, context.IsRemote).ShouldBe((span.TraceId, span.SpanId, "vendor=1", true));
        KafkaTraceContext.TryExtract(new Headers { { "traceparent", "rubbish"u8.ToArray() } }, out _).ShouldBeFalse();
        KafkaTraceContext.TryExtract(null, out _).ShouldBeFalse();
    }

    [Fact]
    public void Security_settings_reach_every_client()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:kafka"] = "broker:1",
            ["Kafka:sasl.username"] = "me",
            ["Kafka:security_protocol"] = "SASL_SSL",
        }).Build();

        var config = KafkaSettings.From(configuration).Apply(new ProducerConfig());

        (config.BootstrapServers, config.SaslUsername, config.Get("security.protocol")).ShouldBe(("broker:1", "me", "SASL_SSL"));
    }
}
