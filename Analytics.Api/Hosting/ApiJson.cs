using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Api.Catalog;
using Analytics.Api.DeadLetters;
using Analytics.Api.Ledger;
using Analytics.Api.Queries;
using Microsoft.AspNetCore.Mvc;

namespace Analytics.Api.Hosting;

/// <summary>Source-generated JSON of what the API takes and gives (snake_case).</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<TableSummary>))]
[JsonSerializable(typeof(TableSummary))]
[JsonSerializable(typeof(LedgerView))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(DeadLettersPage))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
internal sealed partial class ApiJson : JsonSerializerContext;
