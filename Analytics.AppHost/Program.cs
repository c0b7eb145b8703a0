using Analytics.AppHost.Options;
using Analytics.AppHost.Resources;
using Analytics.AppHost.Screen;

// Arguments become configuration (section Platform) before there is a builder; mistakes end here with exit code 2.
var arguments = AppHostArguments.Parse(args);
if (arguments.ExitCode is { } exitCode)
{
    return exitCode;
}

var builder = DistributedApplication.CreateBuilder(arguments.ToOptions());
if (!builder.TryGetPlatform(out var platform))
{
    return ExitCodes.BadArguments;
}

var kafka = builder.AddEventLog(platform);

var registry = builder.AddSchemaRegistry(platform);

var spark = builder.AddSpark(platform);

var streaming = builder.AddProject<Projects.Analytics_Streaming>("streaming")
    .WithPlatform(platform)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka)
    .WithSchemaRegistry(registry)
    .WithEngine(spark);

var quality = builder.AddProject<Projects.Analytics_Quality>("quality")
    .WithPlatform(platform)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(kafka).WaitFor(kafka);

var api = builder.AddProject<Projects.Analytics_Api>("api")
    .WithPlatform(platform)
    .WithHttpEndpoint(port: platform.ApiPort)
    .WithHttpHealthCheck("/health")
    .WithUrl("/scalar", "API documentation")
    .WithReference(kafka).WaitFor(kafka)
    .WithReference(streaming)
    .WithReference(quality);

if (platform.HasProducer)
{
    builder.AddProject<Projects.Analytics_Producer>("producer")
        .WithPlatform(platform)
        .WithTraffic(platform)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithReference(kafka).WaitFor(kafka)
        .WithSchemaRegistry(registry)
        .WaitFor(streaming);
}

var outcome = builder.AddStatusScreen(platform, api.GetEndpoint("http"), streaming.GetEndpoint("http"));

await builder.Build().RunAsync();
return outcome.ExitCode;
