using Analytics.Contracts.Pipelines;
using Analytics.Streaming.Spark;
using Analytics.Tests.SchemaRegistry;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>What a query on Spark is told of the registry: the schemas that are there, and the ids that records had and that are not.</summary>
public sealed class RegisteredSchemasTests
{
    private static readonly SourceDefinition Source = new() { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnIdThatWasMet_IsAbsent_UntilItIsRegisteredUnderTheSubject()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var (_, first) = await registry.RegisterAsync(Source.Subject, """{"type":"object","additionalProperties":false}""");
        var schemas = new RegisteredSchemas(Source, registry.Client);
        (await schemas.LoadAsync(Cancellation)).Keys.ShouldBe([first]);

        schemas.Met(first + 1);
        schemas.Met(999_999);
        (await schemas.LoadAsync(Cancellation)).Keys.ShouldBe([first]);
        (await schemas.HasComeAsync(Cancellation)).ShouldBeFalse();
        schemas.Absent.ShouldBe([first + 1, 999_999], ignoreOrder: true);

        var (_, second) = await registry.RegisterAsync(Source.Subject, """{"type":"object","additionalProperties":false,"properties":{"plan":{"type":"string"}}}""");
        second.ShouldBe(first + 1);
        (await schemas.HasComeAsync(Cancellation)).ShouldBeTrue();
        schemas.Absent.ShouldBe([999_999]);
        (await schemas.LoadAsync(Cancellation)).Keys.ShouldBe([first, second], ignoreOrder: true);
        (await schemas.HasComeAsync(Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task ARegistryThatIsDown_HasNothingNew()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync(Source.Subject, """{"type":"object"}""");
        var schemas = new RegisteredSchemas(Source, registry.Client);
        await schemas.LoadAsync(Cancellation);
        schemas.Met(7);
        await registry.DisposeAsync();

        (await schemas.HasComeAsync(Cancellation)).ShouldBeFalse();
        schemas.Absent.ShouldBe([7]);
    }

    [Fact]
    public async Task WithVeryManyIds_AllAreForgotten_SoThatTheQueryStaysSmall()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var schemas = new RegisteredSchemas(Source, registry.Client);
        for (var id = 1; id <= 2_500; id++)
        {
            schemas.Met(id);
            schemas.Absent.Count.ShouldBeLessThanOrEqualTo(1_000);
            schemas.Absent.ShouldContain(id);
        }
    }
}
