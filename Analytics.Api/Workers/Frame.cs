namespace Analytics.Api.Workers;

/// <summary>One message between the API and a query worker.</summary>
internal sealed record Frame(FrameKind Kind, byte[] Payload);
