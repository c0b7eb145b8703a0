using Analytics.SparkConnect.Connection;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SparkConnect;

public sealed class SparkConnectionStringTests
{
    [Fact]
    public void Parse_OfAHostAlone_HasTheDefaults()
    {
        var connection = SparkConnectionString.Parse("sc://spark");

        connection.Host.ShouldBe("spark");
        connection.Port.ShouldBe(15002);
        connection.Address.ShouldBe(new Uri("http://spark:15002"));
        connection.Token.ShouldBeNull();
    }

    [Fact]
    public void Parse_TakesEveryParameter()
    {
        var connection = SparkConnectionString.Parse("sc://[::1]:443/;use_ssl=true;token=a%3Db;user_id=ada;x-team=data");

        connection.Address.ShouldBe(new Uri("https://[::1]:443"));
        connection.Token.ShouldBe("a=b");
        connection.UserId.ShouldBe("ada");
        connection.Headers.ShouldBe([new("x-team", "data")]);
    }

    [Fact]
    public void AToken_GoesOverTls_AndIsNotShown()
    {
        var connection = SparkConnectionString.Parse("sc://spark:15002/;token=secret");

        connection.UseSsl.ShouldBeTrue();
        connection.ToString().ShouldBe("sc://spark:15002");
    }

    [Theory]
    [InlineData("spark:15002", "sc://")]
    [InlineData("sc://", "host")]
    [InlineData("sc://:15002", "host")]
    [InlineData("sc://spark:0", "port")]
    [InlineData("sc://spark:99999", "port")]
    [InlineData("sc://spark:15002/;use_ssl", "use_ssl=true")]
    [InlineData("sc://spark:15002/;use_ssl=maybe", "use_ssl is true or false")]
    [InlineData("sc://spark:15002/;tokn=secret", "tokn is not known")]
    [InlineData("sc://spark:15002/;session_id=1", "session_id is set by this client")]
    public void Parse_OfAWrongOne_SaysWhatIsWrong(string text, string expected)
    {
        var message = Should.Throw<FormatException>(() => SparkConnectionString.Parse(text)).Message;

        message.ShouldContain(expected);
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void Parse_OfAnyText_GivesAnAddressOrAFormatException() => Gen.String[Gen.Char["scab:/;=[]0159.-x% "], 0, 30].Sample(text =>
    {
        try
        {
            _ = SparkConnectionString.Parse("sc://" + text).Address;
        }
        catch (FormatException)
        {
            // Said what is wrong.
        }
    });
}
