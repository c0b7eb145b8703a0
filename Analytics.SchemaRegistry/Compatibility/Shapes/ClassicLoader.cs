using System.Text.Json;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>
/// Drafts 4, 6 and 7. <c>$ref</c> hides its siblings. The <c>type</c> takes the keywords of its family; keywords of families that no type speaks of are
/// assertions of their own. Definitions are read when they are referred to.
/// </summary>
internal sealed class ClassicLoader : ShapeLoader
{
    private static readonly string[] NumberFamily = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly string[] TextFamily = ["minLength", "maxLength", "pattern", "format"];
    private static readonly string[] ConditionalFamily = ["if", "then", "else"];

    private readonly int _draft;
    private readonly string[] _arrayFamily = ["items", "additionalItems", "minItems", "maxItems", "uniqueItems"];
    private readonly string[] _objectFamily = ["properties", "required", "minProperties", "maxProperties", "dependencies", "patternProperties", "additionalProperties"];

    public ClassicLoader(SchemaDocument document, IReadOnlyDictionary<string, string> texts)
        : base(document, texts)
    {
        _draft = DraftOf(document);
        if (_draft > 4)
        {
            _arrayFamily = [.. _arrayFamily, "contains"];
            _objectFamily = [.. _objectFamily, "propertyNames"];
        }
    }

    protected override bool HasBooleanSchemas => _draft > 4;

    protected override string IdKeyword => _draft == 4 ? "id" : "$id";

    protected override Shape LoadObject(KeywordReader keywords)
    {
        var parts = Parts(keywords);
        CheckAnnotations(keywords);
        var shape = parts.Count switch
        {
            0 => new Shape(ShapeKind.Empty),
            1 => parts[0],
            _ => new Shape(ShapeKind.AllOf) { Parts = parts, IsGenerated = true },
        };
        return shape.Kind == ShapeKind.Reference ? shape : shape.Annotate(Source(keywords), HasDefault(keywords), IsConnectBytes(keywords));
    }

    private static int DraftOf(SchemaDocument document)
    {
        if (!document.Root.TryGetProperty("$schema", out var dialect))
        {
            return 7;
        }

        var url = dialect.ValueKind == JsonValueKind.String ? dialect.GetString()! : throw new SchemaException("#/$schema", "must be a string");
        var place = url.Replace("https://", "http://", StringComparison.Ordinal);
        return place.StartsWith("http://json-schema.org/draft-04/schema", StringComparison.Ordinal) || place.StartsWith("http://json-schema.org/schema", StringComparison.Ordinal) ? 4
            : place.StartsWith("http://json-schema.org/draft-06/schema", StringComparison.Ordinal) ? 6
            : 7;
    }

    private List<Shape> Parts(KeywordReader keywords)
    {
        if (keywords.Text("$ref") is { } reference)
        {
            return [Refer(keywords, reference)];
        }

        var parts = new List<Shape>();
        if (keywords.List("enum") is { } values)
        {
            parts.Add(new Shape(ShapeKind.Enum) { Values = values.Select(KeywordReader.Canonical).ToHashSet(StringComparer.Ordinal) });
        }

        AddCombined(keywords, "oneOf", ShapeKind.OneOf, parts);
        AddCombined(keywords, "allOf", ShapeKind.AllOf, parts);
        AddCombined(keywords, "anyOf", ShapeKind.AnyOf, parts);
        if (keywords.Has("not"))
        {
            parts.Add(new Shape(ShapeKind.Not) { Negated = Child(keywords, "not") });
        }

        if (_draft > 4 && keywords.Maybe("const") is { } value)
        {
            parts.Add(new Shape(ShapeKind.Const) { Values = new HashSet<string>(StringComparer.Ordinal) { KeywordReader.Canonical(value) } });
        }

        var taken = AddTypes(keywords, parts);
        AddFamilies(keywords, taken, parts);
        return parts;
    }

    private void AddCombined(KeywordReader keywords, string keyword, ShapeKind kind, List<Shape> parts)
    {
        if (keywords.Has(keyword))
        {
            parts.Add(new Shape(kind) { Parts = Children(keywords, keyword), ReadSource = () => keyword + KeywordReader.Canonical(keywords.Json.GetProperty(keyword)) });
        }
    }

    /// <returns>The families that a type has taken.</returns>
    private HashSet<ShapeKind> AddTypes(KeywordReader keywords, List<Shape> parts)
    {
        if (keywords.Maybe("type") is not { } type)
        {
            return [];
        }

        if (type.ValueKind == JsonValueKind.Array)
        {
            List<Shape> shapes = [.. type.EnumerateArray().Select(name => OfType(keywords, name))];
            parts.Add(new Shape(ShapeKind.AnyOf) { Parts = shapes, ReadSource = () => KeywordReader.Canonical(type) });
            return [.. shapes.Select(shape => shape.Kind)];
        }

        parts.Add(OfType(keywords, type));
        return [parts[^1].Kind];
    }

    private Shape OfType(KeywordReader keywords, JsonElement type)
    {
        var name = type.ValueKind == JsonValueKind.String ? type.GetString()! : throw keywords.Wrong("type", "a string or an array of strings");
        return name switch
        {
            "string" => OfText(keywords),
            "integer" => OfNumber(keywords, isInteger: true),
            "number" => OfNumber(keywords, isInteger: false),
            "boolean" => new Shape(ShapeKind.Boolean) { Source = name },
            "null" => new Shape(ShapeKind.Null) { Source = name },
            "array" => OfArray(keywords),
            "object" => OfObject(keywords),
            _ => throw new SchemaException($"{keywords.Path}/type", $"unknown type: [{name}]"),
        };
    }

    private void AddFamilies(KeywordReader keywords, HashSet<ShapeKind> taken, List<Shape> parts)
    {
        if (IsFree(ShapeKind.Array, _arrayFamily))
        {
            parts.Add(OfArray(keywords));
        }

        if (IsFree(ShapeKind.Object, _objectFamily))
        {
            parts.Add(OfObject(keywords));
        }

        if (IsFree(ShapeKind.Number, NumberFamily))
        {
            parts.Add(OfNumber(keywords, isInteger: false));
        }

        if (IsFree(ShapeKind.Text, TextFamily))
        {
            parts.Add(OfText(keywords));
        }

        if (_draft >= 7 && ConditionalFamily.Any(keywords.Has))
        {
            foreach (var keyword in ConditionalFamily.Where(keywords.Has))
            {
                Child(keywords, keyword);
            }

            parts.Add(new Shape(ShapeKind.Conditional));
        }

        bool IsFree(ShapeKind kind, string[] family) => !taken.Contains(kind) && family.Any(keywords.Has);
    }

    private static Shape OfText(KeywordReader keywords)
    {
        keywords.Text("format");
        return new Shape(ShapeKind.Text)
        {
            Text = new TextKeywords { MinLength = keywords.Integer("minLength"), MaxLength = keywords.Integer("maxLength"), Pattern = keywords.Pattern("pattern") },
            Source = "string",
        };
    }

    private Shape OfNumber(KeywordReader keywords, bool isInteger)
    {
        var multipleOf = keywords.Decimal("multipleOf");
        if (multipleOf == 0)
        {
            throw new SchemaException($"{keywords.Path}/multipleOf", "should not be 0");
        }

        if (_draft == 4)
        {
            keywords.Flag("exclusiveMinimum");
            keywords.Flag("exclusiveMaximum");
        }

        return new Shape(ShapeKind.Number)
        {
            Number = new NumberKeywords
            {
                Minimum = keywords.Number("minimum"),
                Maximum = keywords.Number("maximum"),
                ExclusiveMinimum = _draft == 4 ? null : keywords.Number("exclusiveMinimum"),
                ExclusiveMaximum = _draft == 4 ? null : keywords.Number("exclusiveMaximum"),
                MultipleOf = multipleOf,
                IsInteger = isInteger,
            },
            Source = isInteger ? "integer" : "number",
        };
    }

    private Shape OfArray(KeywordReader keywords)
    {
        var isTuple = keywords.Maybe("items") is { ValueKind: JsonValueKind.Array };
        var (permits, additional) = Rest(keywords, "additionalItems");
        if (_draft > 4 && keywords.Has("contains"))
        {
            Child(keywords, "contains");
        }

        return new Shape(ShapeKind.Array)
        {
            Array = new ArrayKeywords
            {
                AllItems = !isTuple && keywords.Has("items") ? Child(keywords, "items") : null,
                Items = isTuple ? Children(keywords, "items") : [],
                // Beside one schema for all items, additionalItems says nothing.
                PermitsAdditional = permits || (!isTuple && keywords.Has("items")),
                Additional = additional,
                MinItems = keywords.Integer("minItems"),
                MaxItems = keywords.Integer("maxItems"),
                UniqueItems = keywords.Flag("uniqueItems") == true,
            },
            Source = "array",
        };
    }

    private Shape OfObject(KeywordReader keywords)
    {
        var (permits, additional) = Rest(keywords, "additionalProperties");
        if (_draft > 4 && keywords.Has("propertyNames"))
        {
            Child(keywords, "propertyNames");
        }

        var names = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var schemas = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var member in keywords.Map("dependencies") ?? [])
        {
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                names[member.Name] = keywords.NamesOf(member.Value, "dependencies");
            }
            else
            {
                schemas[member.Name] = Load(member.Value, $"{keywords.Path}/dependencies/{member.Name}");
            }
        }

        // An empty list of names is no dependency: it adds none.
        foreach (var name in names.Where(entry => entry.Value.Count == 0).Select(entry => entry.Key).ToList())
        {
            names.Remove(name);
        }

        return new Shape(ShapeKind.Object)
        {
            Object = new ObjectKeywords
            {
                Properties = Properties(keywords),
                Required = keywords.Names("required") ?? new HashSet<string>(),
                PatternProperties = keywords.Has("patternProperties") ? [.. Map(keywords, "patternProperties").Select(entry => Checked(keywords, entry))] : [],
                PermitsAdditional = permits,
                Additional = additional,
                PropertyDependencies = names,
                SchemaDependencies = schemas,
                MinProperties = keywords.Integer("minProperties"),
                MaxProperties = keywords.Integer("maxProperties"),
            },
            Source = "object",
        };
    }

    /// <summary>A property named like the keyword for identifiers whose value is text is an identifier in the wrong place.</summary>
    private Dictionary<string, Shape> Properties(KeywordReader keywords)
    {
        var shapes = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var member in keywords.Map("properties") ?? [])
        {
            if (member.Name != IdKeyword || member.Value.ValueKind == JsonValueKind.Object)
            {
                shapes[member.Name] = Load(member.Value, $"{keywords.Path}/properties/{member.Name}");
            }
        }

        return shapes;
    }

    private static KeyValuePair<string, Shape> Checked(KeywordReader keywords, KeyValuePair<string, Shape> entry)
    {
        keywords.Check(entry.Key, "patternProperties");
        return entry;
    }

    /// <summary>What a keyword says of members that are not named: whether they may be there, and the schema that they have to fit.</summary>
    private (bool Permits, Shape? Schema) Rest(KeywordReader keywords, string keyword) => keywords.Maybe(keyword)?.ValueKind switch
    {
        null or JsonValueKind.True => (true, null),
        JsonValueKind.False => (false, null),
        JsonValueKind.Object => (true, Child(keywords, keyword)),
        _ => throw keywords.Wrong(keyword, "a schema or a boolean"),
    };

    private void CheckAnnotations(KeywordReader keywords)
    {
        keywords.Text(IdKeyword);
        keywords.Text("title");
        keywords.Text("description");
        if (_draft == 7)
        {
            keywords.Flag("readOnly");
            keywords.Flag("writeOnly");
        }
    }
}
