using System.Buffers;

namespace Analytics.Producer.Files;

/// <summary>The rows of a file, in its order, as JSON.</summary>
internal interface IRowSource : IDisposable
{
    /// <summary>Appends the next row's JSON, UTF-8.</summary>
    /// <returns>False at the end; then nothing is appended.</returns>
    bool Read(ArrayBufferWriter<byte> target);
}
