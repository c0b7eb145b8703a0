using Analytics.SparkConnect.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Analytics.Tests.SparkConnect;

/// <summary>A server whose streams break: it keeps an operation's responses as Spark does, and sends a few of them on each stream.</summary>
internal sealed class DroppingSparkService(int responses, int perStream, bool loseFirstRequest) : SparkConnectService.SparkConnectServiceBase
{
    private readonly List<ExecutePlanResponse> _responses = [];
    private int _executions;

    public int Streams { get; private set; }

    public int Executions => _executions;

    public List<string> Released { get; } = [];

    public override async Task ExecutePlan(ExecutePlanRequest request, IServerStreamWriter<ExecutePlanResponse> responseStream, ServerCallContext context)
    {
        if (loseFirstRequest && Streams++ == 0)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "lost"));
        }

        _executions++;
        if (!request.RequestOptions.Single().ReattachOptions.Reattachable)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, "not reattachable"));
        }

        for (var number = 0; number < responses; number++)
        {
            _responses.Add(new ExecutePlanResponse
            {
                OperationId = request.OperationId,
                ResponseId = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                SqlCommandResult = new ExecutePlanResponse.Types.SqlCommandResult { Relation = new Relation { Common = new RelationCommon { PlanId = number } } },
            });
        }

        _responses.Add(new ExecutePlanResponse { OperationId = request.OperationId, ResponseId = "end", ResultComplete = new ExecutePlanResponse.Types.ResultComplete() });
        await SendAsync(0, responseStream);
    }

    public override async Task ReattachExecute(ReattachExecuteRequest request, IServerStreamWriter<ExecutePlanResponse> responseStream, ServerCallContext context)
    {
        if (_responses.Count == 0)
        {
            var info = new ErrorInfo { Metadata = { ["errorClass"] = "INVALID_HANDLE.OPERATION_NOT_FOUND" } };
            var status = new Analytics.SparkConnect.Protocol.Status { Code = (int)StatusCode.Internal, Details = { Google.Protobuf.WellKnownTypes.Any.Pack(info) } };
            throw new RpcException(new Grpc.Core.Status(StatusCode.Internal, "unknown operation"), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
        }

        var from = request.HasLastResponseId ? _responses.FindIndex(response => response.ResponseId == request.LastResponseId) + 1 : 0;
        await SendAsync(from, responseStream);
    }

    public override Task<ReleaseExecuteResponse> ReleaseExecute(ReleaseExecuteRequest request, ServerCallContext context)
    {
        Released.Add(request.OperationId);
        return Task.FromResult(new ReleaseExecuteResponse());
    }

    /// <summary>Ends every second stream without a word, as Spark does after some minutes, and breaks the others.</summary>
    private async Task SendAsync(int from, IServerStreamWriter<ExecutePlanResponse> stream)
    {
        Streams++;
        foreach (var response in _responses.Skip(from).Take(perStream))
        {
            await stream.WriteAsync(response);
        }

        if (from + perStream < _responses.Count && Streams % 2 == 0)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "broken"));
        }
    }
}
