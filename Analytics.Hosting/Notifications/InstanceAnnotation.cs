namespace Aspire.Hosting.ApplicationModel;

/// <summary>The instance of a process: <c>service.instance.id</c> in telemetry, and the last part of the resource's id, by which the dashboard links the two.</summary>
internal sealed class InstanceAnnotation : IResourceAnnotation
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz";

    public string Suffix { get; } = string.Create(8, Random.Shared, static (span, random) =>
    {
        foreach (ref var c in span)
        {
            c = Alphabet[random.Next(Alphabet.Length)];
        }
    });
}
