namespace Analytics.Benchmarks.Reference;

internal readonly record struct ReferenceEvent(Guid Id, long Time, int Tenant, int User, string Type, long? Amount, string Country, uint Random);
