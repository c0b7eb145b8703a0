using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Analytics.Lake.Schema;

/// <summary>A table's columns, in order. Two schemas are equal when their columns are.</summary>
/// <param name="Columns">The columns; names are unique, also when case is ignored.</param>
public sealed record LakeSchema(IReadOnlyList<LakeColumn> Columns)
{
    private const string ContentKey = "analytics.content";
    private const string PlainContent = "text";
    private const string JsonContent = "json";

    /// <summary>
    /// The schema as the <c>schemaString</c> of a Delta <c>metaData</c> action:
    /// <c>{"type":"struct","fields":[{"name":"id","type":"string","nullable":false,"metadata":{}}]}</c>.
    /// </summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "struct");
            json.WriteStartArray("fields");
            foreach (var column in Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("type", LakeTypeName.Of(column.Type));
                json.WriteBoolean("nullable", column.Nullable);
                json.WriteStartObject("metadata");
                if (column.Content != TextContent.Unmarked)
                {
                    json.WriteString(ContentKey, column.Content == TextContent.Json ? JsonContent : PlainContent);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a <c>schemaString</c>.</summary>
    /// <exception cref="FormatException">Not a schema, or a type the lake does not use.</exception>
    public static LakeSchema Parse(string schemaString)
    {
        try
        {
            using var document = JsonDocument.Parse(schemaString);
            var columns = new List<LakeColumn>();
            foreach (var field in document.RootElement.GetProperty("fields").EnumerateArray())
            {
                var name = field.GetProperty("name").GetString()!;
                var type = field.GetProperty("type");
                var typeName = type.ValueKind == JsonValueKind.String ? type.GetString()! : type.GetProperty("type").GetString()!;
                columns.Add(new LakeColumn(name, LakeTypeName.Parse(name, typeName), field.GetProperty("nullable").GetBoolean(), Content(field)));
            }

            return new LakeSchema(columns);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"not a Delta schemaString: {error.Message}", error);
        }
    }

    private static TextContent Content(JsonElement field) =>
        !field.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty(ContentKey, out var content) || content.ValueKind != JsonValueKind.String ? TextContent.Unmarked
        : content.ValueEquals(JsonContent) ? TextContent.Json
        : content.ValueEquals(PlainContent) ? TextContent.Text
        : TextContent.Unmarked;

    /// <summary>
    /// This schema with the columns of <paramref name="other"/> that it lacks appended as nullable. A column that is nullable in either is nullable, one that is marked
    /// in either is marked.
    /// </summary>
    /// <returns>This very instance when nothing changes.</returns>
    /// <exception cref="InvalidOperationException">A column has another type there, texts of another <see cref="TextContent"/>, or a name that differs only in case.</exception>
    public LakeSchema Merge(LakeSchema other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        var merged = new List<LakeColumn>(Columns);
        var positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < merged.Count; i++)
        {
            positions.Add(merged[i].Name, i);
        }

        foreach (var column in other.Columns)
        {
            if (!positions.TryGetValue(column.Name, out var position))
            {
                positions.Add(column.Name, merged.Count);
                merged.Add(column with { Nullable = true });
                continue;
            }

            var existing = merged[position];
            if (Conflict(existing, column) is { } conflict)
            {
                throw new InvalidOperationException(conflict);
            }

            merged[position] = existing with
            {
                Nullable = existing.Nullable || column.Nullable,
                Content = existing.Content == TextContent.Unmarked ? column.Content : existing.Content,
            };
        }

        return merged.SequenceEqual(Columns) ? this : new LakeSchema(merged);
    }

    /// <summary>Why <paramref name="other"/> can't be merged into this schema: the first column that stands against it; null when it can.</summary>
    public string? ConflictWith(LakeSchema other) => other.Columns
        .Select(column => Columns.FirstOrDefault(existing => existing.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is { } existing ? Conflict(existing, column) : null)
        .FirstOrDefault(conflict => conflict is not null);

    private static string? Conflict(LakeColumn existing, LakeColumn column)
    {
        if (existing.Name != column.Name)
        {
            return $"column '{column.Name}' differs only in case from '{existing.Name}'; Delta names are unique regardless of case";
        }

        var isSame = existing.Type == column.Type
            && (existing.Content == column.Content || existing.Content == TextContent.Unmarked || column.Content == TextContent.Unmarked);
        return isSame ? null : $"column '{column.Name}' is {Described(existing)} and can't become {Described(column)}; give the new column another name";
    }

    private static string Described(LakeColumn column) =>
        column.Content == TextContent.Json ? "nested JSON" : LakeTypeName.Of(column.Type);

    /// <inheritdoc />
    public bool Equals(LakeSchema? other) => other is not null && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var column in Columns)
        {
            hash.Add(column);
        }

        return hash.ToHashCode();
    }
}
