namespace Analytics.SchemaRegistry.Errors;

/// <summary>Every refusal with its code and words. Source: Confluent Schema Registry's API reference.</summary>
internal static class Problems
{
    public const int InvalidSchemaCode = 42201;

    public static RegistryProblem Unauthorized() => new(401, 401, "Unauthorized");

    public static RegistryProblem NotFound() => new(404, 404, "HTTP 404 Not Found");

    public static RegistryProblem MethodNotAllowed(IReadOnlyList<string> allowed) => new(405, 405, "HTTP 405 Method Not Allowed") { Allowed = allowed };

    public static RegistryProblem NotAcceptable() => new(406, 406, "HTTP 406 Not Acceptable");

    public static RegistryProblem UnsupportedMediaType() => new(415, 415, "HTTP 415 Unsupported Media Type");

    public static RegistryProblem BadRequest(string message) => new(400, 400, message);

    public static RegistryProblem SubjectNotFound(string subject) => new(404, 40401, $"Subject '{subject}' not found.");

    public static RegistryProblem VersionNotFound(int version) => new(404, 40402, $"Version {version} not found.");

    public static RegistryProblem SchemaNotFound() => new(404, 40403, "Schema not found");

    public static RegistryProblem SchemaNotFound(int id) => new(404, 40403, $"Schema {id} not found");

    public static RegistryProblem SchemaNotFound(string guid) => new(404, 40403, $"Schema {guid} not found");

    public static RegistryProblem SubjectSoftDeleted(string subject) =>
        new(404, 40404, $"Subject '{subject}' was soft deleted.Set permanent=true to delete permanently");

    public static RegistryProblem SubjectNotSoftDeleted(string subject) =>
        new(404, 40405, $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static RegistryProblem VersionSoftDeleted(string subject, int version) =>
        new(404, 40406, $"Subject '{subject}' Version {version} was soft deleted.Set permanent=true to delete permanently");

    public static RegistryProblem VersionNotSoftDeleted(string subject, int version) =>
        new(404, 40407, $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted");

    public static RegistryProblem SubjectLevelNotConfigured(string subject) =>
        new(404, 40408, $"Subject '{subject}' does not have subject-level compatibility configured");

    public static RegistryProblem SubjectModeNotConfigured(string subject) =>
        new(404, 40409, $"Subject '{subject}' does not have subject-level mode configured");

    public static RegistryProblem Incompatible(string subject, IReadOnlyList<string> details) =>
        new(409, 40901, $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: [{string.Join(", ", details)}]");

    public static RegistryProblem EmptyBody() => new(422, 422, "The request body must be a JSON object.");

    public static RegistryProblem InvalidSchema(string reason) => new(422, InvalidSchemaCode, reason);

    /// <summary>A text or a reference that can't be read. Confluent's server says so twice.</summary>
    public static RegistryProblem UnreadableSchema(string reason) => InvalidJsonSchema($"Invalid schema of type JSON, details: {reason}");

    public static RegistryProblem InvalidJsonSchema(string reason) => InvalidSchema($"Invalid schema of type JSON, details: {reason}");

    public static RegistryProblem InvalidVersion(string version) =>
        new(422, 42202, $"The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static RegistryProblem InvalidLevel() =>
        new(422, 42203, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");

    public static RegistryProblem InvalidMode() => new(422, 42204, "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.");

    public static RegistryProblem ForwardModeIsGlobal() => new(422, 42204, "Forward mode only supported on global level");

    public static RegistryProblem OperationNotPermitted(string reason) => new(422, 42205, reason);

    public static RegistryProblem ReferenceExists(string subject, int version) =>
        new(422, 42206, $"One or more references exist to the schema {{magic=1,keytype=SCHEMA,subject={subject},version={version}}}.");

    public static RegistryProblem InvalidSubject(string subject) => new(422, 42208, $"The specified subject '{subject}' is not a valid.");

    public static RegistryProblem SchemaTooLarge() => new(422, 42209, "Register operation failed because schema is too large");

    public static RegistryProblem ContextNotEmpty(string context) => new(422, 42211, $"The specified context '{context}' is not empty.");

    public static RegistryProblem TooComplex() => new(500, 50002, "Operation timed out: the schemas combine too many others to be compared");

    public static RegistryProblem Internal() => new(500, 500, "Internal Server Error");

    public static RegistryProblem StoreFailed(string reason) => new(500, 50001, $"Error in the backend data store: {reason}");
}
