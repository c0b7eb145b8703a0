namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something with a symbolic form such as <c>{broker.bindings.kafka.port}</c>.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The symbolic form.</summary>
    string ValueExpression { get; }
}
