using Microsoft.AspNetCore.Mvc;

namespace Analytics.Api.Queries;

internal static class QueryEndpoints
{
    public static void MapQueries(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/query", RunAsync)
            .WithName("RunQuery")
            .WithSummary("Run one SELECT over gold")
            .WithDescription(
                "Gold tables are visible by their names, each at one version for the whole query. $name in the SQL is a parameter. "
                + "The answer is JSON, or CSV with Accept: text/csv or ?format=csv. Statements other than one SELECT are refused.")
            .WithTags("Query")
            .Produces<QueryAnswer>(StatusCodes.Status200OK, ResultFormats.Json, ResultFormats.Csv)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    private static Task RunAsync([FromBody] QueryRequest request, QueryService queries, HttpContext context) =>
        string.IsNullOrWhiteSpace(request.Sql)
            ? throw new RequestException("The body needs a property \"sql\": {\"sql\": \"SELECT …\", \"parameters\": {}}.")
            : queries.AnswerAsync(context, request.Sql, request.Parameters ?? []);
}
