namespace Analytics.Api.Ledger;

internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/ledger", (LedgerReader ledger) => TypedResults.Ok(ledger.Read()))
            .WithName("GetLedger")
            .WithSummary("Where every record is")
            .WithDescription(
                "consumed = accepted + duplicate + late + dead_lettered, and accepted + folded_in = gold + quarantined + discarded + pending; "
                + "balanced says that both hold, in total and per partition, and that the lake's files hold as many rows.")
            .WithTags("Ledger");
}
