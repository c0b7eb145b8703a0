using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Protocol;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Protocol;

/// <summary>The bytes in the codecs' comments are what the codecs read and write.</summary>
public sealed class CodecTests
{
    [Fact]
    public void Header_FlexibleVersion_KeepsItsClientIdLegacy()
    {
        var reader = new KafkaReader(Hex("0012 0003 00000007 0007 72646b61666b61 00"), flexible: false);
        var header = RequestHeader.ReadFixed(ref reader);
        reader.Flexible = true;
        header = header.ReadRest(ref reader);

        header.ShouldBe(new RequestHeader((short)ApiKey.ApiVersions, 3, 7, "rdkafka"));
        reader.Remaining.ShouldBe(0);
    }

    [Fact]
    public void ApiVersions_Version0_IsWrittenAsInTheSpecification() =>
        Write(new ApiVersionsResponse(ErrorCode.None, [ProduceRequest.Api]), 0).ShouldBe("0000 00000001 0000 0000 000A".Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public void ApiVersions_Version3_HasCompactArrayAndTags() =>
        Write(new ApiVersionsResponse(ErrorCode.None, [ProduceRequest.Api]), 3, flexible: true).ShouldBe("0000" + "02" + "00000000000A00" + "00000000" + "00");

    [Fact]
    public void Produce_Version3_ReadsTheBatchAsASliceOfTheFrame()
    {
        var frame = Hex("FFFF FFFF 00007530 00000001 0001 74 00000001 00000000 00000003 010203");
        var reader = new KafkaReader(frame, flexible: false);
        var request = ProduceRequest.Read(ref reader, 3);

        request.TransactionalId.ShouldBeNull();
        request.Acks.ShouldBe((short)-1);
        request.TimeoutMs.ShouldBe(30_000);
        var partition = request.Topics.ShouldHaveSingleItem().Partitions.ShouldHaveSingleItem();
        partition.Records.Span.Overlaps(frame).ShouldBeTrue();
        partition.Records.ToArray().ShouldBe([1, 2, 3]);
        reader.Remaining.ShouldBe(0);
    }

    [Fact]
    public void Fetch_Version4_IsReadAsInTheSpecification()
    {
        var reader = new KafkaReader(
            Hex("FFFFFFFF 000001F4 00000001 03200000 00 00000001 0001 74 00000001 00000000 0000000000000009 00100000"), flexible: false);
        var request = FetchRequest.Read(ref reader, 4);

        (request.MaxWaitMs, request.MinBytes, request.MaxBytes).ShouldBe((500, 1, 50 * 1024 * 1024));
        request.Topics.ShouldHaveSingleItem().Partitions.ShouldHaveSingleItem().ShouldBe(new FetchRequest.Partition(0, -1, 9, 1024 * 1024));
        reader.Remaining.ShouldBe(0);
    }

    [Fact]
    public void Heartbeat_Version4_IsFlexible()
    {
        var reader = new KafkaReader(Hex("02 67 00000001 02 61 00 00"), flexible: true);

        HeartbeatRequest.Read(ref reader, 4).ShouldBe(new HeartbeatRequest("g", 1, "a", null));
        reader.Remaining.ShouldBe(0);
    }

    [Fact]
    public void DescribeConfigs_Version1_IsWrittenAsInTheSpecification() =>
        Write(new DescribeConfigsResponse([new(ErrorCode.None, null, 2, "t", [new("a", "b", ReadOnly: false, 1, 2)])]), 1)
            .ShouldBe("00000000" + "00000001" + "0000" + "FFFF" + "02" + "000174" + "00000001" + "000161" + "000162" + "00" + "01" + "00" + "00000000");

    [Theory]
    [InlineData("7FFFFFFF")]
    [InlineData("FFFFFFFE")]
    public void ReadArrayLength_BeyondTheFrame_IsRefused(string length) =>
        Should.Throw<MalformedRequestException>(() =>
        {
            var reader = new KafkaReader(Hex(length), flexible: false);
            reader.ReadArrayLength();
        });

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static string Write(IKafkaResponse response, short version, bool flexible = false)
    {
        using var writer = new KafkaWriter { Flexible = flexible };
        response.Write(writer, version);
        return Convert.ToHexString(writer.Written.Span);
    }
}
