namespace Analytics.SchemaRegistry.Errors;

/// <summary>A refusal: status, <c>error_code</c> and message of the answer <c>{"error_code":40401,"message":"..."}</c>.</summary>
internal sealed class RegistryProblem(int status, int code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    /// <summary>The methods that the path knows, for a 405.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}
