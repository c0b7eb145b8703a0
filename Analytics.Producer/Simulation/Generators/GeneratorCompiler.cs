using System.Text.Json;
using Analytics.Contracts.Pipelines;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Turns a JSON Schema into generators. What it can't follow (not, if, $dynamicRef) it leaves aside: give <c>examples</c> there.</summary>
internal sealed class GeneratorCompiler(string file, JsonElement root)
{
    private const int MaxDepth = 8;
    private const int DefaultItems = 3;
    private const double DefaultSpan = 1000;

    public IValueGenerator Compile() => Compile(root, "value", 0);

    private IValueGenerator Compile(JsonElement schema, string name, int depth)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return new TextGenerator(TextFormats.Named(name), 0, int.MaxValue);
        }

        if (Choices(schema) is { Count: > 0 } choices)
        {
            return new ChoiceGenerator(ExampleVariants.Of(name, schema, choices));
        }

        if (Branches(schema) is { Count: > 0 } branches)
        {
            return new EitherGenerator([.. branches.Select(branch => Compile(branch, name, depth + 1))]);
        }

        List<IValueGenerator> types = [.. Types(schema).Select(type => ForType(type, schema, name, depth))];
        return types is [var only] ? only : new EitherGenerator(types);
    }

    private IValueGenerator ForType(string type, JsonElement schema, string name, int depth) => type switch
    {
        "object" => Object(schema, depth),
        "array" => Array(schema, name, depth),
        "integer" => Integer(schema),
        "number" => Number(schema),
        "boolean" => new BooleanGenerator(),
        "null" => new NullGenerator(),
        _ => Text(schema, name),
    };

    private ObjectGenerator Object(JsonElement schema, int depth)
    {
        HashSet<string> required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(item => item.GetString()!)]
            : [];
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return new ObjectGenerator([]);
        }

        return new ObjectGenerator([.. properties.EnumerateObject()
            .Where(property => required.Contains(property.Name) || (depth < MaxDepth && property.Value.ValueKind != JsonValueKind.False))
            .Select(property => new PropertyGenerator(property.Name, required.Contains(property.Name), Compile(property.Value, property.Name, depth + 1)))]);
    }

    private ArrayGenerator Array(JsonElement schema, string name, int depth)
    {
        var items = schema.TryGetProperty("items", out var all) ? all : default;
        var places = schema.TryGetProperty("prefixItems", out var prefix) ? prefix : items.ValueKind == JsonValueKind.Array ? items : default;
        List<IValueGenerator> fixedPlaces = places.ValueKind == JsonValueKind.Array
            ? [.. places.EnumerateArray().Select(place => Compile(place, name, depth + 1))]
            : [];
        var item = items.ValueKind == JsonValueKind.Object ? Compile(items, name, depth + 1) : null;
        var min = (int)Get(schema, "minItems", 0);
        var most = item is null ? Math.Max(min, fixedPlaces.Count) : min + DefaultItems;
        // Random items may repeat: where they must differ, the fewest are the safest.
        var unique = schema.TryGetProperty("uniqueItems", out var flag) && flag.ValueKind == JsonValueKind.True;
        return new ArrayGenerator(fixedPlaces, item, min, unique ? Math.Max(min, 1) : (int)Math.Min(most, Get(schema, "maxItems", most)));
    }

    private static IntegerGenerator Integer(JsonElement schema)
    {
        var step = (long)Math.Max(1, Get(schema, "multipleOf", 1));
        var low = Math.Max(Get(schema, "minimum", double.MinValue), Get(schema, "exclusiveMinimum", double.MinValue) + 1);
        var high = Math.Min(Get(schema, "maximum", double.MaxValue), Get(schema, "exclusiveMaximum", double.MaxValue) - 1);
        var (minimum, maximum) = Bounds(low, high, DefaultSpan * step);
        return new IntegerGenerator((long)Math.Ceiling(minimum), (long)Math.Floor(maximum), step);
    }

    private static NumberGenerator Number(JsonElement schema)
    {
        var low = Math.Max(Get(schema, "minimum", double.MinValue), Get(schema, "exclusiveMinimum", double.MinValue));
        var high = Math.Min(Get(schema, "maximum", double.MaxValue), Get(schema, "exclusiveMaximum", double.MaxValue));
        var (minimum, maximum) = Bounds(low, high, DefaultSpan);
        return new NumberGenerator(minimum, maximum);
    }

    private static (double Low, double High) Bounds(double low, double high, double span)
    {
        const double Unbounded = 1e300;
        return (low < -Unbounded, high > Unbounded) switch
        {
            (true, true) => (0, span),
            (true, false) => (high - span, high),
            (false, true) => (low, low + span),
            _ => (low, high),
        };
    }

    private TextGenerator Text(JsonElement schema, string name)
    {
        var min = (int)Get(schema, "minLength", 0);
        var max = (int)Math.Min(int.MaxValue, Get(schema, "maxLength", int.MaxValue));
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            var text = PatternText.Parse(pattern.GetString()!)
                ?? throw new PipelineException(file, line: null, $"property {name}: the pattern {pattern.GetRawText()} can't be simulated, give \"examples\".");
            return new TextGenerator(text.Make, min, max);
        }

        var format = schema.TryGetProperty("format", out var named) ? named.GetString() : null;
        return new TextGenerator(TextFormats.For(format) ?? TextFormats.Named(name), min, max);
    }

    private static List<JsonElement> Choices(JsonElement schema)
    {
        if (schema.TryGetProperty("const", out var only))
        {
            return [only];
        }

        var named = schema.TryGetProperty("enum", out var values) || schema.TryGetProperty("examples", out values);
        return named && values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray()] : [];
    }

    private static List<JsonElement> Branches(JsonElement schema)
    {
        var named = schema.TryGetProperty("anyOf", out var branches) || schema.TryGetProperty("oneOf", out branches);
        return named && !schema.TryGetProperty("properties", out _) ? [.. branches.EnumerateArray()] : [];
    }

    private static string[] Types(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return [schema.TryGetProperty("properties", out _) ? "object" : "string"];
        }

        // Null last: EitherGenerator takes the first in most cases.
        return type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(item => item.GetString()!).OrderBy(item => item == "null")]
            : [type.GetString()!];
    }

    private static double Get(JsonElement schema, string keyword, double otherwise) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    /// <summary>Follows references within the file: <c>#/$defs/address</c>.</summary>
    private JsonElement Resolve(JsonElement schema)
    {
        for (var hops = 0; schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference); hops++)
        {
            var path = reference.GetString()!;
            var target = root;
            foreach (var segment in path.Split('/').Skip(1))
            {
                var key = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (!path.StartsWith('#') || hops > MaxDepth || target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(key, out target))
                {
                    throw new PipelineException(file, line: null, $"the reference \"{path}\" leads nowhere in this file.");
                }
            }

            schema = target;
        }

        return schema;
    }
}
