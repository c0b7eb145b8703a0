using System.Net;
using Analytics.Quality.Reports.Html;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Reports;

public sealed class HtmlWriterTests
{
    [Fact]
    public void Write_AnyValue_EndsNeitherElementNorAttribute() => Gen.String[Gen.Char["<>\"'&;/= ax\0\n\u00e9\ud83d"], 0, 30].Sample(text =>
    {
        var html = new HtmlWriter().Write($"<p title=\"{text}\">{text}</p>").ToString();

        html.IndexOfAny(['<', '>', '"', '\''], "<p title=\"".Length).ShouldBe(html.IndexOf("\">", StringComparison.Ordinal));
        html.Split('<').Length.ShouldBe(3);
        var inside = html["<p title=\"".Length..html.IndexOf("\">", StringComparison.Ordinal)];
        WebUtility.HtmlDecode(inside).ShouldBe(WebUtility.HtmlDecode(WebUtility.HtmlEncode(text)));
    });

    [Fact]
    public void Write_MarkupAndNumbers_AreNotTouched() =>
        new HtmlWriter().Write($"{new Markup("<b>x</b>")} {1234567:N0} {0.5}").ToString().ShouldBe("<b>x</b> 1,234,567 0.5");
}
