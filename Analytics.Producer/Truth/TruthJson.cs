using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Producer.Truth;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(TruthLedger))]
internal sealed partial class TruthJson : JsonSerializerContext
{
    /// <summary>Replaces the file as a whole, so a reader never sees half of it.</summary>
    public static void Write(string path, TruthLedger ledger)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = full + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(ledger, Default.TruthLedger));
        File.Move(temporary, full, overwrite: true);
    }
}
