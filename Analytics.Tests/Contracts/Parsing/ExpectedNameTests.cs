using System.Text;
using Analytics.Contracts.Parsing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class ExpectedNameTests
{
    [Fact]
    public void IsNext_NamesOfEveryLength_OnlyWhereTheyStand()
    {
        for (int length = 0; length <= 80; length++)
        {
            string name = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26))));
            var expected = new ExpectedName(name);
            byte[] text = Encoding.UTF8.GetBytes($"\"{name}\":");
            expected.Length.ShouldBe(text.Length);
            foreach (int behind in new[] { 0, 1, 31, 32, 64 })
            {
                byte[] record = [.. text, .. new byte[behind]];
                expected.IsNext(record).ShouldBeTrue($"{length}, {behind}");
                for (int at = 0; at < text.Length; at++)
                {
                    record[at] ^= 0x80;
                    expected.IsNext(record).ShouldBeFalse($"{length}, {behind}, {at}");
                    record[at] ^= 0x80;
                }
            }

            expected.IsNext(text.AsSpan(0, text.Length - 1)).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public void IsNext_NameThatNeedsEscapes_IsNeverThere(string name) =>
        new ExpectedName(name).IsNext(Encoding.UTF8.GetBytes($"\"{name}\":{new string(' ', 64)}")).ShouldBeFalse();

    [Fact]
    public void IsNext_NonAsciiName_IsThere() => new ExpectedName("größe😀").IsNext("\"größe😀\":1"u8).ShouldBeTrue();
}
