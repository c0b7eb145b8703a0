namespace Analytics.Contracts.Registry;

/// <summary>Body of a registration, a lookup or a compatibility test: <c>{"schemaType":"JSON","schema":"{\"type\":\"object\"}"}</c>.</summary>
internal sealed record SchemaRequest(string SchemaType, string Schema);
