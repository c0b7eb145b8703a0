using Analytics.Contracts.Parsing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class StringStopsTests
{
    [Fact]
    public void Next_AnyLength_FindsWhatALoopFinds()
    {
        var stops = new StringStops();
        var random = new Random(7);
        for (int length = 0; length <= 400; length++)
        {
            // Bytes that stop a string lie before and behind the text too: they must not count.
            byte[] around = Enumerable.Repeat((byte)'"', length + 128).ToArray();
            Span<byte> text = around.AsSpan(64, length);
            for (int index = 0; index < length; index++)
            {
                text[index] = random.Next(20) == 0 ? "\"\\\0\n\u001f"u8[random.Next(5)] : (byte)random.Next(0x20, 0x7F);
            }

            stops.Mark(text).ShouldBeTrue();
            for (int position = 0; position <= length; position++)
            {
                int expected = position;
                while (expected < length && text[expected] is not ((byte)'"' or (byte)'\\' or < 0x20))
                {
                    expected++;
                }

                stops.Next(position).ShouldBe(expected, $"{position} of {length}");
            }
        }
    }

    [Theory]
    [InlineData(0x00, true)]
    [InlineData(0x1F, true)]
    [InlineData(0x20, false)]
    [InlineData(0x21, false)]
    [InlineData(0x22, true)]
    [InlineData(0x23, false)]
    [InlineData(0x5B, false)]
    [InlineData(0x5C, true)]
    [InlineData(0x5D, false)]
    [InlineData(0x7F, false)]
    [InlineData(0x80, false)]
    [InlineData(0x9F, false)]
    [InlineData(0xA2, false)]
    [InlineData(0xFF, false)]
    public void Mark_EachByteAtEachPlace_StopsOrNot(byte value, bool isStop)
    {
        var stops = new StringStops();
        for (int length = 1; length <= 200; length++)
        {
            for (int at = 0; at < length; at++)
            {
                byte[] text = Enumerable.Repeat((byte)'a', length).ToArray();
                text[at] = value;
                stops.Mark(text).ShouldBe(value < 0x80, $"{at} of {length}");
                stops.Next(0).ShouldBe(isStop ? at : length, $"{at} of {length}");
            }
        }
    }

    [Fact]
    public void Mark_ShorterTextAfterALongerOne_ForgetsIt()
    {
        var stops = new StringStops();
        stops.Mark(new byte[100_000]).ShouldBeTrue();
        for (int length = 0; length < 300; length++)
        {
            stops.Mark(Enumerable.Repeat((byte)'a', length).ToArray()).ShouldBeTrue();
            stops.Next(0).ShouldBe(length);
        }
    }
}
