using System.Text.Json;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>
/// Drafts 2019-09 and 2020-12. Each keyword is an assertion of its own, and those of one family that stand beside each other are joined;
/// <c>$ref</c> is one among them. Definitions are read whether or not they are referred to.
/// </summary>
internal sealed class ModernLoader(SchemaDocument document, IReadOnlyDictionary<string, string> texts) : ShapeLoader(document, texts)
{
    /// <summary>The keywords of the vocabulary: others count as annotations of the schema.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$ref", "$defs", "$schema", "$vocabulary", "minLength", "maxLength", "allOf", "anyOf", "oneOf",
        "additionalProperties", "properties", "patternProperties", "title", "description", "readOnly", "writeOnly", "deprecated", "default", "enum", "const",
        "false", "true", "type", "not", "required", "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "uniqueItems", "items",
        "prefixItems", "contains", "minContains", "maxContains", "if", "then", "else", "dependentSchemas", "dependentRequired", "unevaluatedItems",
        "unevaluatedProperties", "minItems", "maxItems", "minProperties", "maxProperties", "propertyNames", "pattern", "format",
    };

    protected override string IdKeyword => "$id";

    protected override Shape LoadObject(KeywordReader keywords)
    {
        var parts = new List<Shape>();
        foreach (var keyword in keywords.Json.EnumerateObject())
        {
            if (Assertion(keywords, keyword.Name) is { } part)
            {
                parts = Join(parts, part);
            }
        }

        foreach (var name in (string[])["properties", "patternProperties", "unevaluatedItems", "unevaluatedProperties"])
        {
            if (keywords.Has(name) && Late(keywords, name) is { } part)
            {
                parts = Join(parts, part);
            }
        }

        CheckAnnotations(keywords);
        var hasDefinitions = LoadDefinitions(keywords);
        var shape = parts.Count switch
        {
            0 => new Shape(ShapeKind.Empty),
            1 => parts[0],
            _ => new Shape(ShapeKind.AllOf) { Parts = parts, IsGenerated = true },
        };
        if (shape.Kind == ShapeKind.Reference)
        {
            return shape;
        }

        // Annotations take the place of what has no home of its own: unevaluated members and bounds of contains.
        var isAnnotated = hasDefinitions || keywords.Json.EnumerateObject().Any(keyword => !Known.Contains(keyword.Name));
        return (isAnnotated ? WithoutExtras(shape) : shape).Annotate(Source(keywords), HasDefault(keywords), IsConnectBytes(keywords));
    }

    private static Shape WithoutExtras(Shape shape) => shape switch
    {
        { Kind: ShapeKind.Object, Object: { Unevaluated: not null } properties } => new Shape(ShapeKind.Object) { Object = properties with { Unevaluated = null } },
        { Kind: ShapeKind.Array, Array: { } items } => new Shape(ShapeKind.Array) { Array = items with { Unevaluated = null, MinContains = null, MaxContains = null } },
        _ => shape,
    };

    /// <summary>Adds an assertion to those beside it: to the one of its family, or into the one of several types that has its family.</summary>
    private static List<Shape> Join(List<Shape> parts, Shape part)
    {
        if (parts is [{ Kind: ShapeKind.AnyOf, IsGenerated: true } types] && types.Parts.Any(shape => SameKind(shape, part)))
        {
            return [Types(Accumulate([.. types.Parts], part), types.Source)];
        }

        if (part is { Kind: ShapeKind.AnyOf, IsGenerated: true } && parts is [var only] && part.Parts.Any(shape => SameKind(shape, only)))
        {
            return [Types(Accumulate([.. part.Parts], only), part.Source)];
        }

        return (part is { Kind: ShapeKind.AllOf, IsGenerated: true } ? part.Parts : [part]).Aggregate(parts, Accumulate);
    }

    private static Shape Types(List<Shape> parts, string source) => new(ShapeKind.AnyOf) { Parts = parts, IsGenerated = true, Source = source };

    private static bool SameKind(Shape left, Shape right) => left.Kind == right.Kind || (left.IsCombined && right.IsCombined);

    private static List<Shape> Accumulate(List<Shape> parts, Shape part)
    {
        var at = part.Kind is ShapeKind.Object or ShapeKind.Array or ShapeKind.Number or ShapeKind.Text ? parts.FindIndex(other => other.Kind == part.Kind) : -1;
        if (at >= 0)
        {
            parts[at] = parts[at].Merge(part);
        }
        else
        {
            parts.Add(part);
        }

        return parts;
    }

    private static void CheckAnnotations(KeywordReader keywords)
    {
        foreach (var name in (string[])["title", "description", "$dynamicAnchor", "format"])
        {
            keywords.Text(name);
        }

        foreach (var name in (string[])["readOnly", "writeOnly", "deprecated"])
        {
            keywords.Flag(name);
        }
    }

    private bool LoadDefinitions(KeywordReader keywords)
    {
        var definitions = keywords.Has("$defs") ? Map(keywords, "$defs").Count : 0;
        if (keywords.Path == "#" && keywords.Maybe("definitions") is { ValueKind: JsonValueKind.Object })
        {
            definitions += Map(keywords, "definitions").Count;
        }

        return definitions > 0;
    }

    private Shape? Assertion(KeywordReader keywords, string name) => name switch
    {
        "$ref" => Refer(keywords, keywords.Text(name)!),
        "$dynamicRef" => Refer(keywords, keywords.Text(name)!),
        "type" => OfType(keywords),
        "enum" => new Shape(ShapeKind.Enum) { Values = keywords.List(name)!.Select(KeywordReader.Canonical).ToHashSet(StringComparer.Ordinal) },
        "const" => new Shape(ShapeKind.Const) { Values = new HashSet<string>(StringComparer.Ordinal) { KeywordReader.Canonical(keywords.Json.GetProperty(name)) } },
        "allOf" => Combined(keywords, name, ShapeKind.AllOf),
        "anyOf" => Combined(keywords, name, ShapeKind.AnyOf),
        "oneOf" => Combined(keywords, name, ShapeKind.OneOf),
        "not" => new Shape(ShapeKind.Not) { Negated = Child(keywords, name) },
        "if" => Conditional(keywords),
        "minLength" => Text(new TextKeywords { MinLength = keywords.Integer(name) }),
        "maxLength" => Text(new TextKeywords { MaxLength = keywords.Integer(name) }),
        "pattern" => Text(new TextKeywords { Pattern = keywords.Pattern(name) }),
        "minimum" => Number(new NumberKeywords { Minimum = keywords.Number(name) }),
        "maximum" => Number(new NumberKeywords { Maximum = keywords.Number(name) }),
        "exclusiveMinimum" => Number(new NumberKeywords { ExclusiveMinimum = keywords.Number(name) }),
        "exclusiveMaximum" => Number(new NumberKeywords { ExclusiveMaximum = keywords.Number(name) }),
        "multipleOf" => Number(new NumberKeywords { MultipleOf = keywords.Decimal(name) }),
        "required" => Object(new ObjectKeywords { Required = keywords.Names(name)! }),
        "minProperties" => Object(new ObjectKeywords { MinProperties = keywords.Integer(name) }),
        "maxProperties" => Object(new ObjectKeywords { MaxProperties = keywords.Integer(name) }),
        "additionalProperties" => Additional(keywords, name),
        "dependentRequired" => DependentRequired(keywords, name),
        "dependentSchemas" => Object(new ObjectKeywords { SchemaDependencies = Map(keywords, name) }),
        "propertyNames" when Child(keywords, name) is not null => Object(new ObjectKeywords()),
        "minItems" => Array(new ArrayKeywords { MinItems = keywords.Integer(name) }),
        "maxItems" => Array(new ArrayKeywords { MaxItems = keywords.Integer(name) }),
        "uniqueItems" => Array(new ArrayKeywords { UniqueItems = keywords.Flag(name) == true }),
        "prefixItems" => Array(new ArrayKeywords { Items = Children(keywords, name) }),
        "items" => Items(keywords, name),
        "contains" when Child(keywords, name) is not null => Array(new ArrayKeywords
        {
            MinContains = keywords.Integer("minContains") ?? 1,
            MaxContains = keywords.Integer("maxContains"),
        }),
        _ => null,
    };

    private Shape? Late(KeywordReader keywords, string name) => name switch
    {
        "properties" => Map(keywords, name) is { Count: > 0 } properties ? Object(new ObjectKeywords { Properties = properties }) : null,
        "patternProperties" => Map(keywords, name) is { Count: > 0 } patterns
            ? Object(new ObjectKeywords { PatternProperties = [.. patterns.Select(entry => KeyValuePair.Create(keywords.Check(entry.Key, name), entry.Value))] })
            : null,
        "unevaluatedItems" => Array(new ArrayKeywords { Unevaluated = Child(keywords, name) }),
        _ => Object(new ObjectKeywords { Unevaluated = Child(keywords, name) }),
    };

    private static Shape Object(ObjectKeywords keywords) => new(ShapeKind.Object) { Object = keywords };

    private static Shape Array(ArrayKeywords keywords) => new(ShapeKind.Array) { Array = keywords };

    private static Shape Number(NumberKeywords keywords) => new(ShapeKind.Number) { Number = keywords };

    private static Shape Text(TextKeywords keywords) => new(ShapeKind.Text) { Text = keywords };

    /// <summary>A combination takes apart what is combined of itself without being written so.</summary>
    private Shape Combined(KeywordReader keywords, string name, ShapeKind kind) => new(kind)
    {
        Parts = [.. Children(keywords, name).SelectMany(part => part is { Kind: ShapeKind.AllOf, IsGenerated: true } ? part.Parts : [part])],
        ReadSource = () => name + KeywordReader.Canonical(keywords.Json.GetProperty(name)),
    };

    private Shape Conditional(KeywordReader keywords)
    {
        foreach (var name in (string[])["if", "then", "else"])
        {
            if (keywords.Has(name))
            {
                Child(keywords, name);
            }
        }

        return new Shape(ShapeKind.Conditional);
    }

    private static Shape OfType(KeywordReader keywords)
    {
        var type = keywords.Json.GetProperty("type");
        if (type.ValueKind != JsonValueKind.Array)
        {
            return OfType(keywords, keywords.Text("type")!);
        }

        List<Shape> types = [.. type.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String
            ? OfType(keywords, name.GetString()!)
            : throw keywords.Wrong("type", "a string or an array of strings"))];
        return Types(types, $"type{KeywordReader.Canonical(type)}");
    }

    private static Shape OfType(KeywordReader keywords, string name) => name switch
    {
        "string" => new Shape(ShapeKind.Text) { Text = new TextKeywords(), Source = name },
        "integer" => new Shape(ShapeKind.Number) { Number = new NumberKeywords { IsInteger = true }, Source = name },
        "number" => new Shape(ShapeKind.Number) { Number = new NumberKeywords(), Source = name },
        "boolean" => new Shape(ShapeKind.Boolean) { Source = name },
        "null" => new Shape(ShapeKind.Null) { Source = name },
        "array" => new Shape(ShapeKind.Array) { Array = new ArrayKeywords(), Source = name },
        "object" => new Shape(ShapeKind.Object) { Object = new ObjectKeywords(), Source = name },
        _ => throw new SchemaException($"{keywords.Path}/type", $"unknown type: [{name}]"),
    };

    private Shape Additional(KeywordReader keywords, string name) => Child(keywords, name) switch
    {
        { Kind: ShapeKind.False } => Object(new ObjectKeywords { PermitsAdditional = false }),
        { Kind: ShapeKind.True } => Object(new ObjectKeywords()),
        var schema => Object(new ObjectKeywords { Additional = schema }),
    };

    /// <summary>Without a tuple before it the schema of every item, else of what follows the tuple.</summary>
    private Shape Items(KeywordReader keywords, string name)
    {
        var isRest = keywords.Maybe("prefixItems") is { ValueKind: JsonValueKind.Array } tuple && tuple.GetArrayLength() > 0;
        return Child(keywords, name) switch
        {
            { Kind: ShapeKind.False } => Array(new ArrayKeywords { PermitsAdditional = false }),
            { Kind: ShapeKind.True } => Array(new ArrayKeywords()),
            var schema => Array(isRest ? new ArrayKeywords { Additional = schema } : new ArrayKeywords { AllItems = schema }),
        };
    }

    private static Shape DependentRequired(KeywordReader keywords, string name)
    {
        var names = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var member in keywords.Map(name)!)
        {
            if (keywords.NamesOf(member.Value, name) is { Count: > 0 } required)
            {
                names[member.Name] = required;
            }
        }

        return Object(new ObjectKeywords { PropertyDependencies = names });
    }
}
