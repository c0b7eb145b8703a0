namespace Analytics.Api.Sandbox;

/// <summary>A statement that may run.</summary>
/// <param name="Tables">The gold tables that it reads.</param>
/// <param name="Conditions">What it says about the times of tables that it reads once.</param>
internal sealed record CheckedStatement(IReadOnlyCollection<string> Tables, IReadOnlyList<TimeCondition> Conditions);
