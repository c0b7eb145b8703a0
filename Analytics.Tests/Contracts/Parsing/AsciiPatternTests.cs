using System.Text;
using Analytics.Contracts.Parsing;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class AsciiPatternTests
{
    [Theory]
    [InlineData("^[A-Z]{2}$")]
    [InlineData("^u-[0-9]{1,9}$")]
    [InlineData("^[0-9]+\\.[0-9]+\\.[0-9]+$")]
    [InlineData("^\\d{3}-\\w*$")]
    [InlineData("^[-a-c.]?[xyz_]{2,}$")]
    public void TryCreate_SequenceOfClasses_IsTaken(string pattern) => AsciiPattern.TryCreate(pattern).ShouldNotBeNull();

    [Theory]
    [InlineData("[A-Z]{2}")]
    [InlineData("^a*ab$")]
    [InlineData("^a?[ab]?a$")]
    [InlineData("^(a|b)$")]
    [InlineData("^.$")]
    [InlineData("^[^a]$")]
    [InlineData("^[é]$")]
    [InlineData("^a\\$")]
    [InlineData("^a}$")]
    [InlineData("^a+?b$")]
    [InlineData("^[a-z-[aeiou]]$")]
    [InlineData("^a|b$")]
    [InlineData("^\\p{L}$")]
    public void TryCreate_AnyOtherForm_IsLeftToRegex(string pattern) => AsciiPattern.TryCreate(pattern).ShouldBeNull();

    [Fact]
    public void IsMatch_RandomPatternsAndTexts_AgreesWithRegex()
    {
        var atom = AnyOf("a", "b", "-", "[ab]", "[a-c]", "[0-9]", "\\d", "\\w", "\\.", "[b-]", "[-.x]");
        var count = AnyOf("", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}");
        var pattern = Gen.Select(atom, count, (a, c) => a + c).Array[0, 4].Select(parts => $"^{string.Concat(parts)}$");
        var text = AnyOf('a', 'b', 'c', '-', '.', 'x', '0', '7', '_', 'é', '\n').Array[0, 8].Select(characters => new string(characters));
        Gen.Select(pattern, text.Array[20]).Sample(
            (expression, texts) =>
            {
                var tested = new TextPattern(expression);
                foreach (var candidate in texts)
                {
                    var utf8 = Encoding.UTF8.GetBytes(candidate);
                    tested.IsMatch(utf8).ShouldBe(tested.IsRegexMatch(utf8), $"{expression} on \"{candidate}\"");
                }
            },
            iter: 2000);
    }

    [Fact]
    public void TryCreate_AnyAsciiText_TakesOnlyWhatIsAValidExpression()
    {
        var character = Gen.Frequency((3, Gen.Char[' ', '~']), (2, AnyOf('[', ']', '\\', '-', '{', '}', ',', '1', '_')), (1, Gen.Char['\0', '\u001F']));
        var taken = 0;
        character.Array[0, 6].Sample(
            characters =>
            {
                var expression = $"^{new string(characters)}$";
                if (AsciiPattern.TryCreate(expression) is not null)
                {
                    Interlocked.Increment(ref taken);
                    Should.NotThrow(() => new TextPattern(expression).IsRegexMatch("a"u8), expression);
                }
            },
            iter: 50_000);
        taken.ShouldBeGreaterThan(1000);
    }

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
