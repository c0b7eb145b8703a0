using System.Text;
using Analytics.Lake.Files;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class StringBoundTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Int['a', 'c'], Gen.Int[0xD7F0, 0xD7FF], Gen.Int[0xE000, 0xE002], Gen.Int[0x10FFFD, 0x10FFFF], Gen.Const(0x10FFFF))
        .Array[0, 40].Select(codes => string.Concat(codes.Select(code => new Rune(code).ToString())));

    [Fact]
    public void Bounds_HoldByCodePoint_AndAreShort() => Texts.Sample(
        text =>
        {
            var lower = StringBound.Lower(text);
            var upper = StringBound.Upper(text);
            Compare(lower, text).ShouldBeLessThanOrEqualTo(0);
            lower.EnumerateRunes().Count().ShouldBeLessThanOrEqualTo(StringBound.Length);
            if (upper is not null)
            {
                Compare(upper, text).ShouldBeGreaterThanOrEqualTo(0);
                upper.EnumerateRunes().Count().ShouldBeLessThanOrEqualTo(StringBound.Length);
            }
        },
        iter: 2000);

    [Fact]
    public void Upper_NothingIsGreater_IsUnknown() => StringBound.Upper(string.Concat(Enumerable.Repeat("\U0010FFFF", 33))).ShouldBeNull();

    [Fact]
    public void Bounds_ShortText_IsKept()
    {
        StringBound.Lower("abc").ShouldBe("abc");
        StringBound.Upper(new string('x', 32)).ShouldBe(new string('x', 32));
    }

    private static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
