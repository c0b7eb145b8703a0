using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>Each drill runs six processes: one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CrashCollection
{
    public const string Name = "Crash";
}
