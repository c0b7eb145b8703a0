using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Puts a <see cref="ReferenceExpression"/> together piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _format = new();
    private readonly List<IValueProvider> _values = [];

    /// <summary>Whether nothing was appended yet.</summary>
    public bool IsEmpty => _format.Length == 0;

    /// <summary>Appends an interpolated string.</summary>
    /// <param name="handler">The string; its parts are appended as the compiler visits them.</param>
    [SuppressMessage("Performance", "CA1822", Justification = "The handler writes into this instance")]
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler)
    {
    }

    /// <summary>Appends text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Appends text.</summary>
    /// <param name="value">The text; null appends nothing.</param>
    public void AppendFormatted(string? value)
    {
        if (value is not null)
        {
            AppendLiteral(value);
        }
    }

    /// <summary>Appends a value that is known only at start.</summary>
    /// <param name="valueProvider">The value.</param>
    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider
    {
        _format.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(valueProvider);
    }

    /// <summary>The expression.</summary>
    /// <returns>The expression.</returns>
    public ReferenceExpression Build() => ReferenceExpression.Create(_format.ToString(), [.. _values]);

    /// <summary>Appends the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public ref struct ReferenceExpressionBuilderInterpolatedStringHandler
    {
        private readonly ReferenceExpressionBuilder _builder;

        /// <summary>Begins a string.</summary>
        /// <param name="literalLength">Unused.</param>
        /// <param name="formattedCount">Unused.</param>
        /// <param name="builder">Receives the parts.</param>
        public ReferenceExpressionBuilderInterpolatedStringHandler(int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
        {
            _builder = builder;
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
    }
}
