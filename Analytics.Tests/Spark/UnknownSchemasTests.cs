using Analytics.Streaming.Operations;
using Analytics.Streaming.Source;
using Analytics.Streaming.Spark;
using Analytics.Streaming.Status;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>When dead letters of unknown schemas are sent again.</summary>
public sealed class UnknownSchemasTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<DlqReplayRequest> _requests = [];
    private long _published = -1;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheyWait_UntilAllDeadLettersOfTheRunBeforeArePublished()
    {
        var unknown = Create(() => Task.FromResult(new DlqReplayReport()));
        await unknown.AdvanceAsync(Cancellation);
        unknown.Begin(version: 7, deadLetters: 3);

        // Later versions are of the new run.
        unknown.Begin(version: 9, deadLetters: 3);
        _published = 6;
        await unknown.AdvanceAsync(Cancellation);
        _requests.ShouldBeEmpty();

        _published = 7;
        await DoneAsync(unknown);
        await unknown.AdvanceAsync(Cancellation);
        _requests.ShouldBe([new DlqReplayRequest("unknown_schema", DryRun: false, Again: false)]);
    }

    [Fact]
    public async Task WithoutDeadLetters_ThereIsNothingToDo()
    {
        var unknown = Create(() => throw new InvalidOperationException("asked"));
        unknown.Begin(version: 7, deadLetters: 0);

        unknown.IsDone.ShouldBeTrue();
        await unknown.AdvanceAsync(Cancellation);
        _requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task ARegistryThatIsDown_IsAskedAgainLater()
    {
        var isDown = true;
        var unknown = Create(() => isDown
            ? Task.FromException<DlqReplayReport>(new SourceUnavailableException(EngineStates.WaitingForRegistry, "down"))
            : Task.FromResult(new DlqReplayReport()));
        unknown.Begin(version: -1, deadLetters: 1);
        while (_requests.Count == 0)
        {
            await unknown.AdvanceAsync(Cancellation);
        }

        await unknown.StopAsync();
        await unknown.AdvanceAsync(Cancellation);
        await unknown.AdvanceAsync(Cancellation);
        _requests.Count.ShouldBe(1);
        unknown.IsDone.ShouldBeFalse();

        isDown = false;
        _time.Advance(TimeSpan.FromSeconds(6));
        await DoneAsync(unknown);
        _requests.Count.ShouldBe(2);
    }

    private static async Task DoneAsync(UnknownSchemas unknown)
    {
        while (!unknown.IsDone)
        {
            await unknown.AdvanceAsync(Cancellation);
            await Task.Yield();
        }
    }

    private UnknownSchemas Create(Func<Task<DlqReplayReport>> replay) => new(
        () => _published,
        (request, _) =>
        {
            _requests.Add(request);
            return replay();
        },
        NullLogger.Instance,
        _time);
}
