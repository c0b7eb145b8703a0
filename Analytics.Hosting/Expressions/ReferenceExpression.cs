using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Text with values in it that are known only at start: <c>ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.Host)}:1")</c>.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>The empty text.</summary>
    public static readonly ReferenceExpression Empty = new("", []);

    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> valueProviders)
    {
        Format = format;
        ValueProviders = valueProviders;
    }

    /// <summary>A composite format string.</summary>
    public string Format { get; }

    /// <summary>The values, in the order of the format's placeholders.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>The symbolic forms of the values.</summary>
    public IReadOnlyList<string> ManifestExpressions => [.. ValueProviders.Select(v => ((IManifestExpressionProvider)v).ValueExpression)];

    /// <inheritdoc />
    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions]);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    /// <summary>Makes an expression from an interpolated string.</summary>
    /// <param name="handler">The string.</param>
    /// <returns>The expression.</returns>
    public static ReferenceExpression Create([InterpolatedStringHandlerArgument] in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <summary>The text, once all values are known.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The text; null when a value is missing.</returns>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await ValueProviders[i].GetValueAsync(cancellationToken).ConfigureAwait(false);
            if (values[i] is null)
            {
                return null;
            }
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    internal static ReferenceExpression Create(string format, IReadOnlyList<IValueProvider> valueProviders) => new(format, valueProviders);

    /// <summary>All resources that the expression depends on, through any number of values.</summary>
    internal IEnumerable<IResource> FindResources()
    {
        var found = new HashSet<IResource>();
        var open = new Stack<object>(ValueProviders);
        while (open.TryPop(out var value))
        {
            if (value is IResource resource)
            {
                found.Add(resource);
            }
            else if (value is IValueWithReferences composite)
            {
                foreach (var reference in composite.References)
                {
                    open.Push(reference);
                }
            }
        }

        return found;
    }

    /// <summary>Collects the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        private readonly ReferenceExpressionBuilder _builder = new();

        /// <summary>Begins a string.</summary>
        /// <param name="literalLength">Unused.</param>
        /// <param name="formattedCount">Unused.</param>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
        }

        /// <summary>Appends text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendLiteral(string value) => _builder.AppendLiteral(value);

        /// <summary>Appends text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendFormatted(string? value) => _builder.AppendFormatted(value);

        /// <summary>Appends a value that is known only at start.</summary>
        /// <param name="valueProvider">The value.</param>
        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider);

        /// <summary>Appends a resource's value.</summary>
        /// <param name="valueProvider">The resource.</param>
        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider.Resource);

        internal readonly ReferenceExpression Build() => _builder.Build();
    }
}
