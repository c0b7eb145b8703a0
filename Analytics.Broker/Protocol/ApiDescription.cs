namespace Analytics.Broker.Protocol;

/// <summary>One row of the ApiVersions answer.</summary>
/// <param name="Key">The API.</param>
/// <param name="Min">The lowest version answered.</param>
/// <param name="Max">The highest version answered.</param>
/// <param name="FlexibleFrom">The first version with compact types and tagged fields (KIP-482).</param>
internal sealed record ApiDescription(ApiKey Key, short Min, short Max, short FlexibleFrom)
{
    public bool Supports(short version) => version >= Min && version <= Max;

    public bool IsFlexible(short version) => version >= FlexibleFrom;
}
