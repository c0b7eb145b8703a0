using System.Text;
using Analytics.Contracts.Parsing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class PlainNumberTests
{
    [Theory]
    [InlineData("0,\"next\":1", 0, 1)]
    [InlineData("7}         ", 7, 1)]
    [InlineData("1234567,        ", 1234567, 7)]
    [InlineData("0.5,             ", 0.5, 3)]
    [InlineData("1249.875,            ", 1249.875, 8)]
    [InlineData("9999999.9999999]         ", 9999999.9999999, 15)]
    [InlineData("0.0000001 \n           ", 0.0000001, 9)]
    public void TryRead_FewDigits_IsPlain(string text, double value, int length)
    {
        PlainNumber.TryRead(Encoding.UTF8.GetBytes(text), out PlainNumber number).ShouldBeTrue();
        number.Real.ShouldBe(value);
        number.Length.ShouldBe(length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1,}")]
    [InlineData("-1,              ")]
    [InlineData("01,              ")]
    [InlineData("00.5,            ")]
    [InlineData("1.,              ")]
    [InlineData(".5,              ")]
    [InlineData("1e2,             ")]
    [InlineData("1E2,             ")]
    [InlineData("1.5e2,           ")]
    [InlineData("12345678,        ")]
    [InlineData("1.12345678,      ")]
    [InlineData("1.5,}")]
    [InlineData("\"1\",           ")]
    public void TryRead_AnythingElse_IsLeftToTheScanner(string text) =>
        PlainNumber.TryRead(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void TryRead_RandomTexts_ReadsWhatTheScannerReads()
    {
        var random = new Random(11);
        var stops = new StringStops();
        int plain = 0;
        Span<byte> text = stackalloc byte[24];
        for (int i = 0; i < 200_000; i++)
        {
            foreach (ref byte each in text)
            {
                each = random.Next(4) == 0 ? (byte)random.Next(256) : "0123456789012345678901234567890.,}eE-+"u8[random.Next(38)];
            }

            text[0] = (byte)('0' + random.Next(10));
            if (!PlainNumber.TryRead(text, out PlainNumber number))
            {
                continue;
            }

            plain++;
            var scanner = new JsonScanner(text, stops);
            scanner.TryNumber(out JsonNumber reference).ShouldBeTrue();
            number.Length.ShouldBe(reference.Text.Length);
            reference.TryGetDouble(out double real).ShouldBeTrue();
            BitConverter.DoubleToInt64Bits(number.Real).ShouldBe(BitConverter.DoubleToInt64Bits(real));
            number.FractionDigits.ShouldBe(reference.FractionDigits);
            number.Mantissa.ShouldBe(reference.Mantissa);
        }

        plain.ShouldBeGreaterThan(10_000);
    }
}
