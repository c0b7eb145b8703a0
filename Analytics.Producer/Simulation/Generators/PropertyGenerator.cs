namespace Analytics.Producer.Simulation.Generators;

/// <summary>A property of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether it is always there.</param>
/// <param name="Value">Its values.</param>
internal sealed record PropertyGenerator(string Name, bool Required, IValueGenerator Value);
