namespace Analytics.Quality.Reports.Html;

/// <summary>Text that is HTML already. Everything else that a page shows is escaped.</summary>
/// <param name="Value">The HTML.</param>
internal readonly record struct Markup(string Value)
{
    public override string ToString() => Value;
}
