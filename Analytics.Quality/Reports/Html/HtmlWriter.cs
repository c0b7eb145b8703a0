using System.Runtime.CompilerServices;
using System.Text;

namespace Analytics.Quality.Reports.Html;

/// <summary>Builds HTML from interpolated strings; see <see cref="HtmlInterpolation"/>.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Writes an interpolated string; the handler has written it when this is called.</summary>
    public HtmlWriter Write([InterpolatedStringHandlerArgument("")] HtmlInterpolation html) => this;

    /// <summary>Makes room for so many characters more.</summary>
    public void Expect(int characters) => _html.EnsureCapacity(_html.Length + characters);

    /// <summary>Writes HTML as it is.</summary>
    public void Raw(string? html) => _html.Append(html);

    public override string ToString() => _html.ToString();

    public Markup ToMarkup() => new(_html.ToString());
}
