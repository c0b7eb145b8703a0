using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Telemetry;

/// <summary>The steps of this service at which <see cref="FaultPoints"/> can end it.</summary>
internal static class Fault
{
    public const string BeforeWrite = "settle.before_write";
    public const string AfterWrite = "settle.after_write";
    public const string AfterCommit = "settle.after_commit";
    public const string AfterQuarantine = "settle.after_quarantine";
    public const string DecisionAfterWrite = "decide.after_write";
    public const string DecisionAfterCommit = "decide.after_commit";
    public const string DecisionAfterQuarantine = "decide.after_quarantine";
    public const string BeforeResults = "results.before_topic";
    public const string AfterResultsTopic = "results.after_topic";
    public const string AfterResults = "results.after_table";
}
