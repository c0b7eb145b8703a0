using Xunit;

namespace Analytics.Tests.Contracts.Sql.Spark;

[CollectionDefinition(Name)]
public sealed class SparkCollection : ICollectionFixture<SparkSession>
{
    public const string Name = "Spark SQL";
}
