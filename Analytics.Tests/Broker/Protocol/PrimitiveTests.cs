using Analytics.Broker.Protocol;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Protocol;

public sealed class PrimitiveTests
{
    [Fact]
    public void EveryPrimitive_WrittenAndRead_IsTheSame() =>
        Gen.Select(Gen.Bool, Gen.String.Null(), Gen.Byte.Array, Gen.UInt, Gen.Long, Gen.Int.Array).Sample((flexible, text, bytes, number, large, numbers) =>
        {
            using var writer = new KafkaWriter { Flexible = flexible };
            writer.WriteString(text);
            writer.WriteBytes(bytes);
            writer.WriteUnsignedVarint(number);
            writer.WriteInt64(large);
            writer.WriteInt32Array(numbers);
            writer.WriteTaggedFields();

            var reader = new KafkaReader(writer.Written.ToArray(), flexible);
            reader.ReadNullableString().ShouldBe(text is null ? null : RoundTrip(text));
            reader.ReadBytes().ToArray().ShouldBe(bytes);
            reader.ReadUnsignedVarint().ShouldBe(number);
            reader.ReadInt64().ShouldBe(large);
            reader.ReadInt32Array().ShouldBe(numbers);
            reader.ReadTaggedFields();
            reader.Remaining.ShouldBe(0);
        });

    /// <summary>A lone surrogate has no UTF-8.</summary>
    private static string RoundTrip(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
