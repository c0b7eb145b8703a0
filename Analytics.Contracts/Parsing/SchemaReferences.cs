using System.Text.Json;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// The references of a schema: found once, so that one that points to nothing, to another document or back to itself is refused when the schema is
/// loaded, not when a record meets it.
/// </summary>
internal sealed class SchemaReferences
{
    private static readonly HashSet<string> Data = ["const", "enum", "default", "examples"];
    private static readonly string[] InPlaceLists = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] InPlaceSchemas = ["not", "if", "then", "else"];

    private readonly JsonElement _root;

    /// <summary>Collects and checks the references.</summary>
    /// <param name="root">The schema.</param>
    /// <param name="fault">Makes the error that is thrown.</param>
    /// <exception cref="PipelineException">A reference can't be followed.</exception>
    public SchemaReferences(JsonElement root, Func<string, PipelineException> fault)
    {
        _root = root;
        List<string> references = [];
        HashSet<string> anchors = [];
        Walk(root, isRoot: true, references, anchors);
        references.ForEach(reference => Check(reference, anchors, fault));
        if (!HasOtherBases)
        {
            FindLoops(root, fault);
        }
    }

    /// <summary>Whether a part of the schema has an <c>$id</c> of its own, against which references within it are resolved.</summary>
    public bool HasOtherBases { get; private set; }

    /// <summary>Follows a JSON pointer into the schema, such as <c>#/$defs/money</c>.</summary>
    public bool TryFind(string? reference, out JsonElement target)
    {
        target = _root;
        if (reference is not ['#', '/', ..] pointer)
        {
            return false;
        }

        foreach (string step in pointer[2..].Split('/'))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind == JsonValueKind.Array && int.TryParse(name, out int index) && index >= 0 && index < target.GetArrayLength())
            {
                target = target[index];
            }
            else if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                return false;
            }
        }

        return true;
    }

    private void Walk(JsonElement element, bool isRoot, List<string> references, HashSet<string> anchors)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Walk(item, isRoot: false, references, anchors);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            string? text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
            switch (member.Name)
            {
                case "$ref" when text is not null:
                    references.Add(text);
                    break;
                case "$anchor" or "$dynamicAnchor" when text is not null:
                    anchors.Add($"#{text}");
                    break;
                case "$id" when text is not null:
                    HasOtherBases |= !isRoot;
                    break;
                default:
                    if (!Data.Contains(member.Name))
                    {
                        Walk(member.Value, isRoot: false, references, anchors);
                    }

                    break;
            }
        }
    }

    private void Check(string reference, HashSet<string> anchors, Func<string, PipelineException> fault)
    {
        if (HasOtherBases || reference == "#" || anchors.Contains(reference))
        {
            return;
        }

        if (!reference.StartsWith('#'))
        {
            throw fault($"$ref {reference} points out of the schema: references must point into the schema itself.");
        }

        if (!TryFind(reference, out _))
        {
            throw fault($"$ref {reference} points to nothing.");
        }
    }

    /// <summary>A schema that applies itself to the same value again would never come to an end.</summary>
    private void FindLoops(JsonElement element, Func<string, PipelineException> fault)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                FindLoops(item, fault);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("$ref", out JsonElement reference) && reference.ValueKind == JsonValueKind.String)
            {
                Follow(element, [], fault);
            }

            foreach (JsonProperty member in element.EnumerateObject().Where(member => !Data.Contains(member.Name)))
            {
                FindLoops(member.Value, fault);
            }
        }
    }

    private void Follow(JsonElement schema, List<string> open, Func<string, PipelineException> fault)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference) && reference.ValueKind == JsonValueKind.String)
        {
            string text = reference.GetString()!;
            if (open.Contains(text))
            {
                throw fault($"$ref {text} leads back to itself without going into a property or item: no value could ever be checked.");
            }

            if (text == "#" || TryFind(text, out _))
            {
                TryFind(text, out JsonElement target);
                open.Add(text);
                Follow(target, open, fault);
                open.Remove(text);
            }
        }

        foreach (string keyword in InPlaceLists)
        {
            if (schema.TryGetProperty(keyword, out JsonElement branches) && branches.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement branch in branches.EnumerateArray())
                {
                    Follow(branch, open, fault);
                }
            }
        }

        foreach (string keyword in InPlaceSchemas)
        {
            if (schema.TryGetProperty(keyword, out JsonElement branch))
            {
                Follow(branch, open, fault);
            }
        }
    }
}
