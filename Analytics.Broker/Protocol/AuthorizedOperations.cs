namespace Analytics.Broker.Protocol;

/// <summary>
/// What the one who asks may do (KIP-430): bit n is the operation with code n, of Read 3, Write 4, Create 5, Delete 6, Alter 7, Describe 8,
/// ClusterAction 9, DescribeConfigs 10, AlterConfigs 11, IdempotentWrite 12. Here everyone may do all that there is to the kind of resource.
/// </summary>
internal static class AuthorizedOperations
{
    /// <summary>Nobody asked.</summary>
    public const int Unknown = int.MinValue;

    /// <summary>Read, Write, Create, Delete, Alter, Describe, DescribeConfigs, AlterConfigs.</summary>
    public const int Topic = (1 << 3) | (1 << 4) | (1 << 5) | (1 << 6) | (1 << 7) | (1 << 8) | (1 << 10) | (1 << 11);

    /// <summary>Read, Delete, Describe, DescribeConfigs, AlterConfigs.</summary>
    public const int Group = (1 << 3) | (1 << 6) | (1 << 8) | (1 << 10) | (1 << 11);

    /// <summary>Create, Alter, Describe, ClusterAction, DescribeConfigs, AlterConfigs, IdempotentWrite.</summary>
    public const int Cluster = (1 << 5) | (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 12);
}
