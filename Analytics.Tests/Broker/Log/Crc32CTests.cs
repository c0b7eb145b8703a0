using System.Text;
using Analytics.Broker.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

public sealed class Crc32CTests
{
    /// <summary>The check value of CRC-32C in RFC 3720, and 32 zeros from its appendix B.4.</summary>
    [Fact]
    public void Compute_KnownInputs_GiveTheKnownSums()
    {
        Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE3069283);
        Crc32C.Compute(new byte[32]).ShouldBe(0x8A9136AAu);
    }
}
