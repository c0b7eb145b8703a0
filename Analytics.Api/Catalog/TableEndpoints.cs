using Analytics.Api.Queries;

namespace Analytics.Api.Catalog;

internal static class TableEndpoints
{
    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tables").WithTags("Tables");
        group.MapGet("", (GoldCatalog catalog) => TypedResults.Ok(catalog.List()))
            .WithName("ListTables")
            .WithSummary("The gold tables with columns, size and version");
        group.MapGet("/{name}/schema", (string name, GoldCatalog catalog) => TypedResults.Ok(catalog.Get(name)))
            .WithName("GetTable")
            .WithSummary("One gold table: columns, size, version")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{name}", RowsAsync)
            .WithName("GetRows")
            .WithSummary("Rows of a gold table")
            .WithDescription(
                "from and to bound the time column (events: the event time; windows: window_start), from inclusive, to exclusive. "
                + "filter is a SQL condition over the columns, such as tenant_id = 't1' AND events > 10. order is a list of columns, - before one "
                + "for descending: -window_start,tenant_id. Without it rows come in time order. JSON, or CSV with Accept: text/csv or format=csv.")
            .Produces<QueryAnswer>(StatusCodes.Status200OK, ResultFormats.Json, ResultFormats.Csv)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task RowsAsync([AsParameters] RowsRequest request, GoldCatalog catalog, QueryService queries, HttpContext context)
    {
        var table = catalog.Get(request.Name);
        return queries.AnswerAsync(context, RowsQuery.Compile(table, request), RowsQuery.NoParameters, RowsQuery.Range(table, request));
    }
}
