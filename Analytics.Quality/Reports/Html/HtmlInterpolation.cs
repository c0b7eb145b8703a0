using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Analytics.Quality.Reports.Html;

/// <summary>An interpolated string that becomes HTML: its own text as it is, every value escaped unless it is <see cref="Markup"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation
{
    private readonly HtmlWriter _writer;

    public HtmlInterpolation(int literalLength, int formattedCount, HtmlWriter writer)
    {
        _writer = writer;
        writer.Expect(literalLength + formattedCount);
    }

    public void AppendLiteral(string literal) => _writer.Raw(literal);

    public void AppendFormatted(Markup markup) => _writer.Raw(markup.Value);

    public void AppendFormatted(string? text) => _writer.Raw(WebUtility.HtmlEncode(text));

    public void AppendFormatted<T>(T value, string? format = null) =>
        _writer.Raw(WebUtility.HtmlEncode(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()));
}
