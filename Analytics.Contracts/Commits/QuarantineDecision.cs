using System.Globalization;

namespace Analytics.Contracts.Commits;

/// <summary>A decision about a quarantined batch, in the gold commit that carries it out. Each is made once: it has a <c>txn</c> of its own.</summary>
/// <param name="Action">What was decided.</param>
/// <param name="Batch">The batch: <see cref="AuditCommit.LastBatch"/> of the settlement that quarantined it.</param>
public sealed record QuarantineDecision(QuarantineAction Action, long Batch)
{
    /// <summary>The transaction application id of the decision, such as <c>release:42</c>. Its version is the batch.</summary>
    public string AppId => string.Create(CultureInfo.InvariantCulture, $"{(Action is QuarantineAction.Release ? "release" : "discard")}:{Batch}");
}
