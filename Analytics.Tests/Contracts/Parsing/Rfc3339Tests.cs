using System.Globalization;
using System.Text;
using Analytics.Contracts.Parsing;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class Rfc3339Tests
{
    [Fact]
    public void TryParse_AnyDateTimeOffset_GivesItsMicroseconds()
    {
        Gen<DateTimeOffset> times = Gen.Select(Gen.Long[DateTime.MinValue.Ticks + TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-840, 840])
            .Select((ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));
        Gen.Select(times, Gen.Int[0, 7]).Sample(
            (time, digits) =>
            {
                string format = "yyyy-MM-ddTHH:mm:ss" + (digits == 0 ? "" : "." + new string('f', digits)) + "zzz";
                string text = time.ToString(format, CultureInfo.InvariantCulture);
                DateTimeOffset shown = DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture);
                long expected = (long)Math.Floor((shown.UtcTicks - DateTime.UnixEpoch.Ticks) / 10m);
                Parse(text).ShouldBe(expected, text);
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01t00:00:00z", 0)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1)]
    [InlineData("1970-01-01T00:00:00.1234567890123456789Z", 123456)]
    [InlineData("1970-01-01T01:00:00-00:00", 3_600_000_000)]
    [InlineData("1970-01-01T00:00:00+23:59", -86_340_000_000)]
    [InlineData("2000-02-29T00:00:00Z", 951_782_400_000_000)]
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_800_000_000)]
    [InlineData("2017-01-01T00:59:60.5+01:00", 1_483_228_800_000_000)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000_000)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999)]
    public void TryParse_ValidText_GivesMicroseconds(string text, long expected) => Parse(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-01-31T12:00Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("1900-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("2026-00-01T12:00:00Z")]
    [InlineData("2026-01-00T12:00:00Z")]
    [InlineData("2026-04-31T12:00:00Z")]
    [InlineData("0000-01-01T12:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T12:60:00Z")]
    [InlineData("2026-01-31T12:00:60Z")]
    [InlineData("2026-01-31T12:00:61Z")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00.1")]
    [InlineData("2026-01-31T12:00:00+24:00")]
    [InlineData("2026-01-31T12:00:00+01:60")]
    [InlineData("2026-01-31T12:00:00+0100")]
    [InlineData("2026-01-31T12:00:00ZZ")]
    [InlineData("2026-01-31T12:00:00Z ")]
    [InlineData("20x6-01-31T12:00:00Z")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:60Z")]
    public void TryParse_InvalidText_IsRefused(string text) => Parse(text).ShouldBeNull();

    [Fact]
    public void TryParse_AnyBytes_NeverThrows()
    {
        Gen.Select(Gen.Char["0123456789-:.TZ+ x"].Array[0, 30], Gen.Int[0, 40]).Sample(
            (noise, cut) =>
            {
                string text = "2026-01-31T12:00:00.123Z"[..Math.Min(cut, 24)] + new string(noise);
                if (Parse(text) is { } micros)
                {
                    micros.ShouldBeInRange(-62_135_596_800_000_000, 253_402_300_799_999_999);
                }
            },
            iter: 20_000);
    }

    private static long? Parse(string text) => Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out long micros) ? micros : null;
}
